package dev.signalbox.bench.sick;

import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.util.List;

/** Somebody who takes events from a commit to Svix. Safe for use by several threads. */
interface Carrier extends AutoCloseable {

  /** Of every event. */
  String TYPE = "order.placed";

  /** One transaction of these, which sets them going. */
  void commit(List<Committed> events) throws Exception;

  /** Returns when nothing is pending any more. */
  void awaitDelivered() throws Exception;

  /** How often events of the organization were tried, the last time included. */
  long attempts(String organization) throws Exception;

  @Override
  void close();

  /** What is committed. */
  record Committed(EventId id, String organization) {

    String payload() {
      return "{\"order\":\"%s\"}".formatted(id);
    }

    OutboxEvent outboxEvent() {
      return OutboxEvent.of(organization, TYPE, payload()).withId(id);
    }
  }

  /** Starts one. */
  @FunctionalInterface
  interface Opening {

    /**
     * Starts it.
     *
     * @param database empty; stays the caller's
     * @param organizations that there will be
     */
    Carrier open(PostgresDatabase database, SvixEmulator svix, List<String> organizations)
        throws Exception;
  }
}
