package dev.signalbox.relay;

import dagger.BindsInstance;
import dagger.Component;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.drain.DrainModule;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.sweep.Sweep;
import dev.signalbox.relay.wake.Wakes;
import io.temporal.client.WorkflowClient;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** The relay, from what it talks to down to each step of a slice. */
@Singleton
@Component(modules = {StepModule.class, DrainModule.class})
public interface RelayComponent {

  /** Runs workflows, slices and upkeep. */
  RelayWorker worker();

  /** One sweep, whenever it is called. */
  Sweep sweep();

  /** What the relay talks to. */
  @Component.Factory
  interface Factory {

    /**
     * Builds the relay; connects to nothing yet.
     *
     * @param dataSource connections with auto-commit on and READ COMMITTED
     * @param wakes how the relay wakes organizations itself
     */
    RelayComponent create(
        @BindsInstance DataSource dataSource,
        @BindsInstance SchemaName schema,
        @BindsInstance Installation installation,
        @BindsInstance Destination destination,
        @BindsInstance Wakes wakes,
        @BindsInstance WorkflowClient client,
        @BindsInstance TaskQueue taskQueue,
        @BindsInstance StepSettings settings);
  }
}
