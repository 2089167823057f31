package dev.signalbox.relay.hold;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether this worker has last seen the source held. It makes running slices end; what a slice may
 * do is decided by what it reads at the start of a lap. Safe for use by any number of threads.
 */
@Singleton
public final class HoldFlag {

  /** After this time, and half a second, a running slice obeys a hold that another worker began. */
  static final Duration BUSY = Duration.ofSeconds(2);

  /** After this time a worker without any slice knows of a hold, and tries the credentials. */
  static final Duration IDLE = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private volatile boolean up;
  private volatile boolean asked;
  private volatile long seen;

  @Inject
  HoldFlag() {
    this(System::nanoTime);
  }

  HoldFlag(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.seen = nanoTime.getAsLong() - IDLE.toNanos();
  }

  /** Takes note of what the database says now. */
  public void see(boolean held) {
    up = held;
    seen = nanoTime.getAsLong();
    asked = false;
  }

  /** Asked before every delivery. */
  public boolean isUp() {
    if (!asked) {
      asked = true;
    }
    return up;
  }

  /**
   * Whether the database should be asked again: always while it is up; else where nobody has looked
   * for two seconds while slices ran, which look at their start, or for a minute.
   */
  boolean isStale() {
    long age = nanoTime.getAsLong() - seen;
    return up || age >= (asked ? BUSY : IDLE).toNanos();
  }
}
