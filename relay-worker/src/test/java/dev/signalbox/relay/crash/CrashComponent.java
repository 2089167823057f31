package dev.signalbox.relay.crash;

import dagger.BindsInstance;
import dagger.Component;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepModule;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.drain.DrainModule;
import dev.signalbox.relay.drain.Slices;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.sweep.Sweep;
import dev.signalbox.relay.wake.Wakes;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** The relay of one process, without its timers: nothing happens that the scenario does not do. */
@Singleton
@Component(modules = {StepModule.class, DrainModule.class})
interface CrashComponent {

  Slices slices();

  Sweep sweep();

  @Component.Factory
  interface Factory {
    CrashComponent create(
        @BindsInstance DataSource dataSource,
        @BindsInstance SchemaName schema,
        @BindsInstance Installation installation,
        @BindsInstance Destination destination,
        @BindsInstance Wakes wakes,
        @BindsInstance StepSettings settings);
  }
}
