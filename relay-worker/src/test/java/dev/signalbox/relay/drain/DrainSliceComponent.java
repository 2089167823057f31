package dev.signalbox.relay.drain;

import dagger.Binds;
import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepModule;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.hold.HoldFlag;
import dev.signalbox.relay.hold.SourceHold;
import dev.signalbox.relay.lease.Leases;
import dev.signalbox.relay.lease.Paces;
import dev.signalbox.relay.settle.Settler;
import dev.signalbox.relay.sweep.Sweep;
import dev.signalbox.relay.wake.Wakes;
import dev.signalbox.relay.watch.Watcher;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** The slice and its steps without Temporal. */
@Singleton
@Component(modules = {StepModule.class, DrainSliceComponent.Steps.class})
interface DrainSliceComponent {

  DrainSlice slice();

  Leases leases();

  Paces paces();

  Settler settler();

  OutboxReader reader();

  RetryPolicies retryPolicies();

  Sweep sweep();

  SliceStop stop();

  HoldFlag holdFlag();

  Linger linger();

  Slots slots();

  LargeEvents largeEvents();

  Watcher watcher();

  SourceHold sourceHold();

  @Component.Factory
  interface Factory {
    DrainSliceComponent create(
        @BindsInstance DataSource dataSource,
        @BindsInstance SchemaName schema,
        @BindsInstance Destination destination,
        @BindsInstance Wakes wakes,
        @BindsInstance SideExecutor sideExecutor,
        @BindsInstance Ticker ticker,
        @BindsInstance StepSettings settings);
  }

  /** Like the product's, but for the given executor. */
  @Module
  interface Steps {
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
      return DrainModule.steps(
          leases, paces, reader, dispatch, careful, settlements, linger, largeEvents, ticker);
    }

    @Binds
    RetryPolicies retryPolicies(StoredRetryPolicies stored);
  }
}
