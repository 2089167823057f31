package dev.signalbox.demo.readme;

import dev.signalbox.contract.Source;
import dev.signalbox.migrations.Migrations;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalerOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import javax.sql.DataSource;

/** What a service makes once, at its start. */
final class Wiring {

  private Wiring() {}

  static int migrate(DataSource dataSource) {
    // region migrate
    int applied = new Migrations(dataSource, "signalbox").migrate();
    // endregion
    return applied;
  }

  static RelaySignaler signaler(
      DataSource dataSource,
      WorkflowServiceStubsOptions temporal,
      WorkflowClientOptions client,
      SignalListener listener) {
    // region signaler
    RelaySignaler signaler =
        RelaySignaler.start(
            SignalerOptions.builder().source(new Source("shop")).build(),
            temporal, // WorkflowServiceStubsOptions: address, TLS, API key; best uncompressed
            client, // WorkflowClientOptions: the namespace
            dataSource, // the primary; up to four connections at a time
            listener); // is told what became of each signal: the place for a counter
    // endregion
    return signaler;
  }

  static OutboxTransaction transactions(DataSource dataSource, RelaySignaler signaler) {
    // region transactions
    OutboxTransaction transactions =
        new OutboxTransaction(dataSource, new Outbox(), signaler::signalRelay);
    // endregion
    return transactions;
  }
}
