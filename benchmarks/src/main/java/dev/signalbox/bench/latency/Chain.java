package dev.signalbox.bench.latency;

import dev.signalbox.testkit.services.PostgresDatabase;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Somebody who takes events from a commit to the stub. Safe for use by several threads. */
interface Chain extends AutoCloseable {

  /**
   * Commits one event, which sets it going.
   *
   * @return when the commit had returned, by the {@link WallClock}
   */
  long commit(Event event) throws Exception;

  /** What else is known of those events. */
  default Map<String, Double> figures(List<Sent> sent) {
    return Map.of();
  }

  /**
   * For how many of those events somebody had to be woken, and how the others fared.
   *
   * @param sent which count; all of them are delivered
   */
  default Map<String, Double> wakes(List<Sent> sent, Deliveries deliveries) {
    return Map.of();
  }

  /** Returns when nobody is at work for any of these organizations, and forgets what it noted. */
  default void awaitRest(Collection<String> organizations) {}

  @Override
  void close();

  /** Starts one. */
  @FunctionalInterface
  interface Opening {
    /**
     * Starts it.
     *
     * @param database empty
     */
    Chain open(PostgresDatabase database, URI stub) throws Exception;
  }
}
