package dev.signalbox.demo;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.demo.Basket.Ending;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Turns a basket into a transaction, as a service would. Safe for use by several threads. */
final class Checkout {

  private final DataSource dataSource;
  private final Outbox outbox;
  private final Consumer<? super Collection<OrganizationId>> signaler;
  private final OutboxTransaction transaction;
  private final Books books;
  private final Deliveries deliveries;

  Checkout(
      DataSource dataSource,
      Outbox outbox,
      Consumer<? super Collection<OrganizationId>> signaler,
      Books books,
      Deliveries deliveries) {
    this.dataSource = dataSource;
    this.outbox = outbox;
    this.signaler = signaler;
    this.transaction = new OutboxTransaction(dataSource, outbox, signaler);
    this.books = books;
    this.deliveries = deliveries;
  }

  void serve(Basket basket, RandomGenerator random) throws SQLException {
    if (basket.ending() == Ending.SIGNALED && random.nextBoolean()) {
      committed(inOneCall(basket, random));
    } else {
      byHand(basket, random);
    }
  }

  private List<ShopEvent> inOneCall(Basket basket, RandomGenerator random) throws SQLException {
    return transaction.run(
        open -> Writing.write(open.connection(), open::appendBatch, basket.lines(), random));
  }

  private void byHand(Basket basket, RandomGenerator random) throws SQLException {
    List<ShopEvent> events;
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        events =
            Writing.write(
                connection,
                appended -> outbox.appendBatch(connection, appended),
                basket.lines(),
                random);
        if (basket.ending() == Ending.ROLLED_BACK) {
          connection.rollback();
          books.rollBack(events);
          return;
        }
        connection.commit();
      } catch (SQLException | RuntimeException e) { // nothing of it may stay
        connection.rollback();
        throw e;
      }
    }
    committed(events);
    if (basket.ending() == Ending.SIGNALED) {
      signaler.accept(organizations(events));
    }
  }

  private void committed(List<ShopEvent> events) {
    deliveries.committed(events);
    books.commit(events);
  }

  private static Collection<OrganizationId> organizations(List<ShopEvent> events) {
    return events.stream()
        .map(event -> new OrganizationId(event.event().organization()))
        .collect(Collectors.toSet());
  }
}
