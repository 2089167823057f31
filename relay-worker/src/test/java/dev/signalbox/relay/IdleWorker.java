package dev.signalbox.relay;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A worker of a test class that nobody gives any events. */
final class IdleWorker {

  private IdleWorker() {}

  /** Not started yet. */
  static RelayWorker of(SignalboxExtension signalbox, DataSource dataSource, StepSettings settings)
      throws SQLException {
    return DaggerRelayComponent.factory()
        .create(
            dataSource,
            SchemaName.DEFAULT,
            new Installations(signalbox.database().dataSource(), SchemaName.DEFAULT)
                .bind(new Source(signalbox.name())),
            (target, event) -> new DeliveryOutcome.Failed("nothing is sent"),
            organizations -> {},
            signalbox.workflowClient(),
            new TaskQueue(signalbox.name()),
            settings)
        .worker();
  }
}
