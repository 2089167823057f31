package dev.signalbox.relay.cli;

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
   * @throws IllegalArgumentException for events that the outbox refuses
   * @throws SQLException when the database cannot be reached or refuses
   */
  List<String> send(ProducerSettings settings, List<OutgoingEvent> events) throws SQLException;
}
