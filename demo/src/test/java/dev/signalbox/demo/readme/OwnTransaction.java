package dev.signalbox.demo.readme;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.signal.RelaySignaler;
import java.sql.Connection;
import java.sql.SQLException;

/** For services that begin and end their transactions themselves. */
final class OwnTransaction {

  private final Outbox outbox = new Outbox();
  private final RelaySignaler signaler;

  OwnTransaction(RelaySignaler signaler) {
    this.signaler = signaler;
  }

  EventId cancelOrder(Connection connection, String tenant) throws SQLException {
    // region own-transaction
    connection.setAutoCommit(false);
    EventId id = EventId.mint(); // known before the commit, so the payload can carry it
    outbox.append(
        connection,
        OutboxEvent.of(tenant, "order.cancelled", "{\"id\":\"%s\"}".formatted(id)).withId(id));
    connection.commit();
    signaler.signalRelay(new OrganizationId(tenant)); // after the commit, never before
    // endregion
    return id;
  }
}
