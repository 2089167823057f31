package dev.signalbox.relay;

import dagger.Module;
import dagger.Provides;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.drain.DrainSettings;
import dev.signalbox.relay.drain.RetryLimits;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.watch.WatchSettings;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Hands each step its own settings, the clock, and chance. */
@Module
public interface StepModule {

  /** Of the step {@code lease}. */
  @Provides
  static LeaseSettings lease(StepSettings settings) {
    return settings.lease();
  }

  /** Of the step {@code organization}. */
  @Provides
  static OrganizationSettings organization(StepSettings settings) {
    return settings.organization();
  }

  /** Of the step {@code drain}. */
  @Provides
  static DrainSettings drain(StepSettings settings) {
    return settings.drain();
  }

  /** Of the step {@code deliver}. */
  @Provides
  static DeliverySettings delivery(StepSettings settings) {
    return settings.delivery();
  }

  /** Of retries and pauses. */
  @Provides
  static Backoff backoff(StepSettings settings) {
    return settings.backoff();
  }

  /** When an event is given up. */
  @Provides
  static RetryLimits limits(StepSettings settings) {
    return settings.limits();
  }

  /** Of the step {@code watch}. */
  @Provides
  static WatchSettings watch(StepSettings settings) {
    return settings.watch();
  }

  /** Of the step {@code sweep}. */
  @Provides
  static SweepSettings sweep(StepSettings settings) {
    return settings.sweep();
  }

  /** The wall clock. */
  @Provides
  static InstantSource clock() {
    return InstantSource.system();
  }

  /** Jitter; each thread has its own. */
  @Provides
  static RandomGenerator random() {
    return (RandomGenerator) () -> ThreadLocalRandom.current().nextLong();
  }
}
