package dev.signalbox.demo.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.Source;
import dev.signalbox.outbox.EventId;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalOutcome;
import dev.signalbox.signal.SignalOutcome.Sent;
import dev.signalbox.testkit.services.SignalboxExtension;
import dev.signalbox.testkit.services.TemporalService;
import io.temporal.client.WorkflowClientOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The wiring of the README against a database and a Temporal: each commit wakes its tenant. */
class WiringIT {

  @RegisterExtension static final SignalboxExtension signalbox = SignalboxExtension.empty();

  private final BlockingQueue<SignalOutcome> outcomes = new LinkedBlockingQueue<>();

  @Test
  void whatIsCommittedIsSignaled() throws SQLException, InterruptedException {
    DataSource dataSource = signalbox.database().dataSource();
    createOrders(dataSource);
    assertThat(Wiring.migrate(dataSource)).isEqualTo(1);
    try (RelaySignaler signaler = signaler(dataSource)) {
      new Shop(Wiring.transactions(dataSource, signaler)).placeOrder("acme", "o-1");
      assertThat(outcomes.take()).isInstanceOf(Sent.class);

      EventId cancelled;
      try (Connection connection = dataSource.getConnection()) {
        cancelled = new OwnTransaction(signaler).cancelOrder(connection, "umbrella");
      }
      assertThat(outcomes.take()).isInstanceOf(Sent.class);
      assertThat(events(dataSource))
          .isEqualTo("acme order.placed o-1, umbrella order.cancelled " + cancelled);
    }
    assertThat(isStarted("acme")).isTrue();
    assertThat(isStarted("umbrella")).isTrue();
  }

  private RelaySignaler signaler(DataSource dataSource) {
    TemporalService temporal = signalbox.services().temporal();
    return Wiring.signaler(
        dataSource,
        temporal.stubsOptions(),
        WorkflowClientOptions.newBuilder().setNamespace(temporal.namespace()).build(),
        (organization, outcome) -> outcomes.add(outcome));
  }

  private static boolean isStarted(String tenant) {
    String id = RelayContract.workflowId(new Source("shop"), new OrganizationId(tenant));
    return !signalbox
        .workflowClient()
        .newUntypedWorkflowStub(id)
        .describe()
        .getExecution()
        .getRunId()
        .isEmpty();
  }

  private static void createOrders(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE shop_order (tenant text, number text)");
    }
  }

  private static String events(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT string_agg(
                  organization_id || ' ' || event_type || ' '
                    || coalesce(ordering_key, event_id::text), ', ' ORDER BY id)
                FROM signalbox.outbox_event
                """)) {
      row.next();
      return row.getString(1);
    }
  }
}
