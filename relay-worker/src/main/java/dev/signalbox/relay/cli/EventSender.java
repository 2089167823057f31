package dev.signalbox.relay.cli;

import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.config.ProducerSettings;
import java.sql.SQLException;
import java.util.List;

/** Appends events in one transaction and signals their organizations after its commit. */
@FunctionalInterface
public interface EventSender {

  /**
   * Sends all or none.
   *
   * @return their ids, in order
   * @throws dev.signalbox.outbox.InvalidEventException for events that the outbox refuses
   * @throws SQLException when the database cannot be reached or refuses
   */
  List<EventId> send(ProducerSettings settings, List<OutboxEvent> events) throws SQLException;
}
