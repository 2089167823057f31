package dev.signalbox.relay.drain;

import dagger.Module;
import dagger.Provides;
import dev.signalbox.relay.lease.Leases;
import dev.signalbox.relay.settle.Settler;

/** Puts the steps of a slice in order. */
@Module
public interface DrainModule {

  /** Take, read, deliver, settle, linger. */
  @Provides
  static SliceSteps steps(
      Leases leases, OutboxReader reader, Dispatch dispatch, Settler settler, Linger linger) {
    return new SliceSteps(leases, reader, dispatch, settler, linger);
  }
}
