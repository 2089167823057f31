package dev.signalbox.demo.chaos;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.outbox.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that run transactions side by side until they are told to finish. */
final class Producers {

  private static final Logger log = LoggerFactory.getLogger(Producers.class);
  private static final int THREADS = 4;
  private static final int LONGEST_PAUSE_MILLIS = 200;

  private final DataSource dataSource;
  private final Outbox outbox = new Outbox();
  private final Consumer<? super Collection<OrganizationId>> signaler;
  private final Instructions instructions;

  Producers(
      DataSource dataSource,
      Consumer<? super Collection<OrganizationId>> signaler,
      Instructions instructions) {
    this.dataSource = dataSource;
    this.signaler = signaler;
    this.instructions = instructions;
  }

  void run() throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, THREADS)
            .mapToObj(i -> Thread.ofPlatform().name("chaos-producer-" + i).start(this::produce))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void produce() {
    RandomGenerator random = new SplittableRandom();
    try {
      while (!instructions.isFinished()) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        try {
          transact(random);
        } catch (SQLException e) { // a caller would see an error; what was committed is written
          log.debug("A transaction failed.", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void transact(RandomGenerator random) throws SQLException {
    List<Draft> drafts = Draft.ofTransaction(random);
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        new Writing(connection, outbox, random).write(drafts);
      } catch (SQLException | RuntimeException e) { // nothing of it may stay
        connection.rollback();
        throw e;
      }
      if (random.nextInt(10) == 0) {
        connection.rollback();
        return;
      }
      connection.commit();
    }
    instructions.afterCommit();
    if (instructions.signals() && random.nextInt(20) > 0) {
      signaler.accept(drafts.stream().map(Draft::organization).collect(Collectors.toSet()));
    }
  }
}
