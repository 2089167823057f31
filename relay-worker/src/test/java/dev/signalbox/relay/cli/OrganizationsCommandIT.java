package dev.signalbox.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.redrive.LetterTable;
import dev.signalbox.testkit.services.SignalboxExtension;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on organizations; no worker runs, so that a wake is a workflow that waits. */
class OrganizationsCommandIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final LetterTable table = new LetterTable(SIGNALBOX.database().dataSource());
  private final OperatorRun command = new OperatorRun(SIGNALBOX);
  private final String acme = "acme-" + UUID.randomUUID();

  @BeforeEach
  void clear() throws SQLException {
    table.clear();
    quiet();
  }

  @Test
  void aPauseIsARowARecordAndAWake() throws SQLException {
    assertThat(command.run("organizations pause " + acme + " --reason their_receiver_moves"))
        .as(command.error())
        .isZero();

    assertThat(command.out()).isEqualToIgnoringNewLines("Organization " + acme + " is paused.");
    assertThat(organization()).containsExactly("paused|their receiver moves|jane|-");
    assertThat(records()).containsExactly("pause|done|1|jane|their receiver moves|-");
    assertThat(isQuiet()).isFalse();
    assertThat(isWoken()).isTrue();
  }

  @Test
  void aResumeEndsAPause() throws SQLException {
    assertThat(command.run("organizations pause " + acme + " --reason r --for 8h")).isZero();
    assertThat(organization()).containsExactly("paused|r|jane|8");
    quiet();
    assertThat(command.run("organizations resume " + acme + " --actor joe")).isZero();

    assertThat(organization()).containsExactly("active|-|joe|-");
    assertThat(records())
        .containsExactly("pause|done|1|jane|r|milliseconds=28800000", "resume|done|1|joe|-|-");
    assertThat(isQuiet()).isFalse();
    assertThat(isWoken()).isTrue();

    assertThat(command.run("organizations resume " + acme)).isEqualTo(1);
    assertThat(command.error())
        .isEqualToIgnoringNewLines(
            "signalbox organizations resume: Organization "
                + acme
                + " is neither paused nor disabled.");
    assertThat(records()).hasSize(2);
  }

  @Test
  void aPauseUntilATimeIsOverThen() throws SQLException {
    assertThat(
            command.run("organizations pause " + acme + " --reason r --until 2126-01-31T10:00:00Z"))
        .isZero();
    assertThat(command.run("organizations list --state paused --json")).isZero();
    assertThat(command.out()).contains("\"until\":\"2126-01-31T10:00:00.000Z\"");

    table.execute("UPDATE signalbox.organization SET state_until = now() - interval '1 second'");
    assertThat(command.run("organizations list --state paused --json")).isZero();
    assertThat(command.out()).isEmpty();
    assertThat(command.run("organizations show " + acme)).isZero();
    assertThat(command.out()).contains("state: active");
  }

  @Test
  void disablingHasNoEnd() throws SQLException {
    assertThat(command.run("organizations disable " + acme + " --reason gone")).isZero();
    assertThat(organization()).containsExactly("disabled|gone|jane|-");
    assertThat(records()).containsExactly("disable|done|1|jane|gone|-");
    assertThat(command.run("organizations resume " + acme)).isZero();
    assertThat(organization()).containsExactly("active|-|jane|-");
  }

  @Test
  void termsAreSetAndTakenBackOneByOne() throws SQLException {
    assertThat(
            command.run(
                "organizations set "
                    + acme
                    + " --application tenant-7 --in-flight 32 --weight 2.5 --rate 10"
                    + " --pending-limit 1000 --dead-key park"))
        .as(command.error())
        .isZero();
    assertThat(terms()).containsExactly("tenant-7|32|2.5|10|1000|park|active");
    assertThat(isWoken()).isTrue();

    assertThat(
            command.run(
                "organizations set "
                    + acme
                    + " --in-flight default --weight default --dead-key continue"))
        .isZero();
    assertThat(terms()).containsExactly("tenant-7|-|1|10|1000|continue|active");
    assertThat(records())
        .containsExactly(
            "set|done|1|jane|-|dead_key_policy=park in_flight_limit=32 pending_limit=1000"
                + " rate_limit=10 svix_application=tenant-7 weight=2.5",
            "set|done|1|jane|-|dead_key_policy=continue in_flight_limit=default weight=default");

    assertThat(command.run("organizations set other --application tenant-7")).isEqualTo(1);
    assertThat(command.error()).contains("--application is that of another organization already.");
    assertThat(records()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pause acme",
        "pause --reason r",
        "pause acme --reason r --for ever",
        "pause acme --reason r --until 2020-01-31T10:00:00Z",
        "pause acme --reason r --for 1h --until 2126-01-31T10:00:00Z",
        "disable acme",
        "set acme",
        "set acme --in-flight 0",
        "set acme --in-flight many",
        "set acme --weight 1e9",
        "set acme --dead-key drop",
        "set acme --application ..",
        "list --state odd",
        ""
      })
  void wrongUseIsTwoAndOneLineAndChangesNothing(String arguments) throws SQLException {
    assertThat(command.run(("organizations " + arguments).strip())).isEqualTo(2);

    assertThat(command.error().lines()).as(command.error()).hasSize(1);
    assertThat(records()).isEmpty();
    assertThat(table.texts("SELECT 1 FROM signalbox.organization")).isEmpty();
  }

  @Test
  void anOrganizationIsShownWithWhatWaits() throws SQLException {
    table.execute(
        """
        INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload, next_attempt_at)
        VALUES (gen_random_uuid(), '%1$s', 't', '{}', '2026-01-31T10:00:00Z'),
          (gen_random_uuid(), '%1$s', 't', '{}', '9999-12-31T00:00:00Z')
        """
            .formatted(acme));
    table.execute("UPDATE signalbox.outbox_event SET appended_at = '2026-01-01T00:00:00Z'");
    table.bury(table.letter(acme).parked(1));
    table.bury(table.letter(acme));

    assertThat(command.run("organizations show " + acme)).as(command.error()).isZero();
    assertThat(command.out())
        .contains(
            "state: active",
            "hasRow: false",
            "token: 3",
            "quiet: infinity",
            "quietReason: paused",
            "pending: 2",
            "oldestDue: 2026-01-31T10:00:00.000Z",
            "deadLetters: 2",
            "parkedKeys: 1");
    assertThat(command.run("organizations show nobody --json")).isZero();
    assertThat(command.out()).contains("\"pending\":0", "\"token\":null");
    assertThat(command.run("organizations list")).isZero();
    assertThat(command.out().lines()).hasSize(2).last().asString().startsWith(acme + "  active");
  }

  private void quiet() throws SQLException {
    table.execute(
        """
        INSERT INTO signalbox.relay_lease
          (organization_id, token, slice, attempt, finished, suspect, run_id, quiet_until, quiet_reason)
        VALUES ('%s', 3, 1, 1, true, false, 'run', 'infinity', 'paused')
        ON CONFLICT (organization_id) DO UPDATE SET quiet_until = excluded.quiet_until
        """
            .formatted(acme));
  }

  private boolean isQuiet() throws SQLException {
    return !table
        .texts("SELECT 1 FROM signalbox.relay_lease WHERE quiet_until IS NOT NULL")
        .isEmpty();
  }

  private boolean isWoken() {
    return SIGNALBOX
        .workflowClient()
        .newUntypedWorkflowStub(
            RelayContract.workflowId(new Source(SIGNALBOX.name()), new OrganizationId(acme)))
        .describe()
        .getStatus()
        .equals(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  private List<String> organization() throws SQLException {
    return table.texts(
        """
        SELECT concat_ws('|', state, coalesce(state_reason, '-'), state_actor,
          coalesce(round(extract(epoch FROM state_until - now()) / 3600)::text, '-'))
        FROM signalbox.organization
        """);
  }

  private List<String> terms() throws SQLException {
    return table.texts(
        """
        SELECT concat_ws('|', svix_application, coalesce(in_flight_limit::text, '-'), weight, rate_limit, pending_limit,
          dead_key_policy, state)
        FROM signalbox.organization
        """);
  }

  private List<String> records() throws SQLException {
    return table.texts(
        """
        SELECT concat_ws('|', kind, state, affected, actor, coalesce(reason, '-'), coalesce(selection, '-'))
        FROM signalbox.operation ORDER BY started_at
        """);
  }
}
