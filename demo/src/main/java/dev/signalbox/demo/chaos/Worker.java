package dev.signalbox.demo.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A worker's process and its health. */
record Worker(Child process, Health health) {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** Waits until it takes work, for as long as the limit. */
  boolean awaitReady(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    boolean ready = health.isReady();
    while (!ready && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      ready = health.isReady();
    }
    return ready;
  }
}
