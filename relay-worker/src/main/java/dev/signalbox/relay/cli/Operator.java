package dev.signalbox.relay.cli;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.config.Configuration;
import dev.signalbox.relay.config.DatabaseSettings;
import dev.signalbox.relay.config.ProducerSettings;
import dev.signalbox.relay.config.TemporalSettings;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.redrive.OperationClient;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalerOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;

/** The outbox and Temporal, as the commands of operators reach them. */
final class Operator {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ALL_CALLS = Duration.ofSeconds(30);

  /** Work on the outbox. */
  @FunctionalInterface
  interface Work<T> {
    T on(DataSource dataSource, SchemaName schema) throws SQLException;
  }

  private final Map<String, String> environment;
  private final Terminal terminal;

  Operator(Map<String, String> environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  /** Where results and complaints go. */
  Terminal terminal() {
    return terminal;
  }

  /** Who runs the command, as far as the environment says; empty: it does not. */
  String user() {
    return environment.getOrDefault("USER", environment.getOrDefault("USERNAME", ""));
  }

  /** The outbox and Temporal. */
  ProducerSettings settings() {
    return new Configuration(environment).producer();
  }

  /** The outbox alone. */
  DatabaseSettings database() {
    return new Configuration(environment).database();
  }

  /** Works on the outbox; its failure names the setting. */
  <T> T outbox(Work<T> work) {
    return outbox(database(), work);
  }

  private static <T> T outbox(DatabaseSettings settings, Work<T> work) {
    try {
      return work.on(Databases.dataSource(settings, "signalbox-operator"), settings.schema());
    } catch (SQLException e) {
      throw new CommandFailure("SIGNALBOX_DATABASE_URL (%s)".formatted(settings.address()), e);
    }
  }

  /** Which outbox it is; refused where it belongs to another source. */
  Installation installation(ProducerSettings settings) {
    return installation(settings.database());
  }

  /** The same for a command that needs no Temporal. */
  Installation installation(DatabaseSettings settings) {
    return outbox(settings, (dataSource, schema) -> Databases.bind(dataSource, settings));
  }

  /** Asks Temporal for operations; its failure names the setting. */
  <T> T operations(ProducerSettings settings, Function<OperationClient, T> work) {
    TemporalSettings temporal = settings.temporal();
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(patient(temporal));
    try {
      WorkflowClient client = WorkflowClient.newInstance(stubs, temporal.client());
      return work.apply(
          new OperationClient(client, settings.database().source(), temporal.taskQueue()));
    } catch (CommandFailure e) {
      throw e;
    } catch (RuntimeException e) { // gRPC's own and Temporal's, unchecked
      throw new CommandFailure("TEMPORAL_ADDRESS (%s)".formatted(temporal.address()), e);
    } finally {
      stubs.shutdownNow();
    }
  }

  /** For some seconds, not for the minute that the SDK takes. */
  private static WorkflowServiceStubsOptions patient(TemporalSettings settings) {
    return WorkflowServiceStubsOptions.newBuilder(settings.stubs())
        .setRpcTimeout(CONNECT)
        .setRpcQueryTimeout(CONNECT)
        .setRpcRetryOptions(
            RpcRetryOptions.newBuilder().setExpiration(CONNECT).validateBuildWithDefaults())
        .build();
  }

  /** Wakes an organization whose change is committed; a wake that fails is told and no error. */
  void wake(ProducerSettings settings, Installation installation, OrganizationId organization) {
    FailedSignals failed = new FailedSignals();
    SignalerOptions options =
        SignalerOptions.builder()
            .source(installation.source())
            .schema(settings.database().schema())
            .databaseId(installation.databaseId())
            .taskQueue(settings.temporal().taskQueue())
            .callDeadline(CONNECT)
            .closeLimit(ALL_CALLS)
            .build();
    try (RelaySignaler signaler =
        RelaySignaler.startWithoutDatabase(
            options, settings.temporal().stubs(), settings.temporal().client(), failed)) {
      signaler.signalRelay(organization);
    }
    failed
        .sentence()
        .ifPresent(
            sentence ->
                terminal
                    .error()
                    .printf(
                        "signalbox: TEMPORAL_ADDRESS (%s): %s%n",
                        settings.temporal().address(), sentence));
  }
}
