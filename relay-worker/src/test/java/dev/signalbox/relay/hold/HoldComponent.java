package dev.signalbox.relay.hold;

import dagger.BindsInstance;
import dagger.Component;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepModule;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.wake.Wakes;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** What a worker has for the hold of the source; its timer does not run. */
@Singleton
@Component(modules = StepModule.class)
interface HoldComponent {

  SourceHold hold();

  SourceHolds holds();

  HoldFlag flag();

  @Component.Factory
  interface Factory {
    HoldComponent create(
        @BindsInstance DataSource dataSource,
        @BindsInstance SchemaName schema,
        @BindsInstance Destination destination,
        @BindsInstance Wakes wakes,
        @BindsInstance StepSettings settings);
  }
}
