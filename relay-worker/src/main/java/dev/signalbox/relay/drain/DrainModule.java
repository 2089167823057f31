package dev.signalbox.relay.drain;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dev.signalbox.relay.lease.Leases;
import dev.signalbox.relay.lease.Paces;

/** Puts the steps of a slice in order. */
@Module
public interface DrainModule {

  /** Take, read, deliver, settle, linger. */
  @Provides
  static SliceSteps steps(
      Leases leases,
      Paces paces,
      OutboxReader reader,
      Dispatch dispatch,
      CarefulDispatch careful,
      Settlements settlements,
      Linger linger,
      LargeEvents largeEvents,
      Ticker ticker) {
    return new SliceSteps(
        leases, paces, reader, dispatch, careful, settlements, linger, largeEvents, ticker);
  }

  /** The machine's. */
  @Provides
  static Ticker ticker() {
    return System::nanoTime;
  }

  /** The settings and what the database says of event types. */
  @Binds
  RetryPolicies retryPolicies(StoredRetryPolicies stored);

  /** Each has a thread of its own; a slice has at most one settlement, one read, one heartbeat. */
  @Provides
  static SideExecutor sideExecutor() {
    return step -> Thread.ofVirtual().name("beside a slice").start(step);
  }
}
