package dev.signalbox.relay.process;

/** A worker that was started. Safe for use by several threads. */
public interface RunningRelay extends AutoCloseable {

  /** Whether it takes work: it polls, and the database answers. May wait for a connection. */
  boolean isReady();

  /** Returns when it has stopped. */
  void awaitStop() throws InterruptedException;

  /**
   * Stops in order: takes no new slice, lets running ones settle within the configured grace, then
   * lets go of Temporal, Svix and the database. A second call waits for the first.
   */
  @Override
  void close();
}
