package dev.signalbox.bench.memory;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for the requests at the stub. */
final class OpenRequests {

  private static final Duration LOOK_EVERY = Duration.ofMillis(2);
  private static final Duration START = Duration.ofSeconds(60);

  private final HoldingStub stub;

  OpenRequests(HoldingStub stub) {
    this.stub = stub;
  }

  /**
   * Returns when there is one of each organization, or patience has ended.
   *
   * @return how many there are
   * @throws IllegalStateException when there is none at all
   */
  int await(Crowd crowd) {
    long end = System.nanoTime() + START.toNanos();
    while (stub.open() == 0) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("No request has come within " + START);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    end = System.nanoTime() + crowd.patience().toNanos();
    while (stub.open() < crowd.organizations() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return stub.open();
  }
}
