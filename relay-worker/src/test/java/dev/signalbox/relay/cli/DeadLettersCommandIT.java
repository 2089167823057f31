package dev.signalbox.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.DaggerRelayComponent;
import dev.signalbox.relay.RelayWorker;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.TaskQueue;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.redrive.LetterTable;
import dev.signalbox.relay.svix.SvixDestination;
import dev.signalbox.relay.svix.SvixSettings;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalerOptions;
import dev.signalbox.testkit.services.SignalboxExtension;
import dev.signalbox.testkit.svix.StoredMessage;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on dead letters, with a worker behind them. */
class DeadLettersCommandIT {

  /** How long a condition may take before the test is given up; nothing is asserted about it. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final LetterTable table = new LetterTable(SIGNALBOX.database().dataSource());
  private final OperatorRun command = new OperatorRun(SIGNALBOX);
  private final OrganizationId acme = new OrganizationId("acme-" + UUID.randomUUID());
  private Installation installation;
  private SvixEmulator svix;
  private SvixDestination destination;
  private RelaySignaler signaler;
  private RelayWorker worker;

  @BeforeEach
  void start() throws SQLException {
    table.clear();
    installation =
        new Installations(SIGNALBOX.database().dataSource(), SchemaName.DEFAULT)
            .bind(new Source(SIGNALBOX.name()));
    svix = SvixEmulator.start();
    destination =
        new SvixDestination(
            new SvixSettings(URI.create(svix.url()), svix.token(), 16, Duration.ofSeconds(10)));
    signaler =
        RelaySignaler.startWithoutDatabase(
            SignalerOptions.builder()
                .source(installation.source())
                .databaseId(installation.databaseId())
                .taskQueue(SIGNALBOX.name())
                .build(),
            SIGNALBOX.services().temporal().stubsOptions(),
            SIGNALBOX.workflowClient().getOptions(),
            SignalListener.NONE);
    worker =
        DaggerRelayComponent.factory()
            .create(
                SIGNALBOX.database().dataSource(),
                SchemaName.DEFAULT,
                installation,
                destination,
                signaler::signalRelay,
                SIGNALBOX.workflowClient(),
                new TaskQueue(SIGNALBOX.name()),
                StepSettings.DEFAULT)
            .worker();
    worker.start();
  }

  @AfterEach
  void stop() {
    worker.stop(Duration.ofSeconds(20));
    signaler.close();
    destination.close();
    svix.close();
  }

  @Test
  void aRedrivenEventKeepsItsIdAndAResentOneDoesNot() throws Exception {
    UUID event = UUID.randomUUID();
    table.bury(table.letter(acme.value()).event(event));
    assertThat(command.run("dead-letters redrive --org " + acme + " --wait --reason fixed"))
        .as(command.error())
        .isZero();
    String operation = command.out().strip();
    assertThat(command.error()).contains("It is done: 1 dead letters.");
    assertThat(svix.ledger().awaitMessages(1, PATIENCE)).isTrue();
    assertThat(stored()).containsExactly(event.toString());

    table.bury(table.letter(acme.value()).event(event));
    table.bury(table.letter(acme.value()));
    assertThat(command.run("dead-letters redrive --class rejected --wait --actor joe")).isZero();
    assertThat(svix.ledger().awaitMessages(2, PATIENCE)).isTrue();
    awaitCompletion();
    assertThat(stored()).hasSize(2).containsOnlyOnce(event.toString());

    table.bury(table.letter(acme.value()).event(event));
    assertThat(command.run("dead-letters redrive --org " + acme + " --resend --wait")).isZero();
    assertThat(svix.ledger().awaitMessages(3, PATIENCE)).isTrue();
    assertThat(stored()).hasSize(3).containsOnlyOnce(event.toString());

    assertThat(
            table.texts(
                """
                SELECT concat_ws('|', kind, state, affected, actor, reason, selection)
                FROM signalbox.operation ORDER BY started_at
                """))
        .containsExactly(
            "redrive|done|1|jane|fixed|organization=" + acme,
            "redrive|done|2|joe|class=rejected",
            "resend|done|1|jane|organization=" + acme);
    assertThat(command.run("dead-letters progress --json " + operation)).isZero();
    assertThat(command.out())
        .contains("\"state\":\"done\"", "\"affected\":1", "\"selected\":1", "\"actor\":\"jane\"");
  }

  @Test
  void aDryRunCountsAndTouchesNothing() throws SQLException {
    table.bury(table.letter(acme.value()));
    table.bury(table.letter("other").errorClass("poison"));
    table.bury(table.letter("other").errorClass("poison"));

    assertThat(command.run("dead-letters redrive --class poison --dry-run")).isZero();

    assertThat(command.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly("class letters parked organizations", "poison 2 0 1", "all 2 0 1");
    assertThat(table.left()).hasSize(3);
    assertThat(table.texts("SELECT 1 FROM signalbox.operation")).isEmpty();
  }

  @Test
  void aDiscardDeletesWhatIsSelected() throws SQLException {
    long gone = table.bury(table.letter("other"));
    long kept = table.bury(table.letter("other"));

    assertThat(command.run("dead-letters discard --wait --id " + gone)).isZero();

    assertThat(table.left()).containsExactly(String.valueOf(kept));
    assertThat(table.pending()).isEmpty();
  }

  @Test
  void aSlowOperationIsCancelledInTheMiddle() throws SQLException {
    for (int i = 0; i < 3; i++) {
      table.bury(table.letter("other"));
    }
    assertThat(command.run("dead-letters discard --all --rate 0.001/s")).isZero();
    String operation = command.out().strip();
    while (table.left().size() == 3) {
      Thread.onSpinWait();
    }
    assertThat(command.run("dead-letters cancel " + operation)).isZero();
    while (table.texts("SELECT 1 FROM signalbox.operation WHERE state = 'running'").size() == 1) {
      Thread.onSpinWait();
    }

    assertThat(command.run("dead-letters progress " + operation)).isZero();
    assertThat(command.out()).contains("state: cancelled", "affected: 1", "selected: 3");
    assertThat(table.left()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redrive",
        "discard",
        "redrive --dry-run",
        "redrive --all --org a",
        "redrive --org a --rate fast",
        "redrive --org a --rate 0/s",
        "list --class odd",
        "list --since yesterday",
        "list --limit 0",
        "progress it",
        ""
      })
  void wrongUseIsTwoAndOneLineAndTouchesNothing(String arguments) throws SQLException {
    table.bury(table.letter("a"));

    assertThat(command.run(("dead-letters " + arguments).strip())).isEqualTo(2);

    assertThat(command.error().lines()).hasSize(1);
    assertThat(table.left()).hasSize(1);
    assertThat(table.texts("SELECT 1 FROM signalbox.operation")).isEmpty();
  }

  @Test
  void nobodyActsWithoutAName() throws SQLException {
    table.bury(table.letter("a"));

    assertThat(command.without("USER").run("dead-letters redrive --all")).isEqualTo(2);
    assertThat(command.error()).contains("--actor is needed");
  }

  @Test
  void lettersAreListedAndShownWithoutTheirPayload() throws SQLException {
    UUID event = UUID.randomUUID();
    long letter = table.bury(table.letter("a").event(event));
    table.bury(table.letter("b"));
    table.execute("UPDATE signalbox.dead_letter SET response = E'too\\u001b[2Jbad'");

    assertThat(command.run("dead-letters list --org a")).isZero();
    assertThat(command.out().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("422", event.toString());
    assertThat(command.run("dead-letters list --json --limit 1")).isZero();
    assertThat(command.out()).startsWith("{\"letter\":" + letter + ",").doesNotContain("\"e\\\"");
    assertThat(command.run("dead-letters count --json --since 1h")).isZero();
    assertThat(command.out().lines())
        .last()
        .isEqualTo("{\"class\":\"all\",\"letters\":2,\"parked\":0,\"organizations\":2}");
    assertThat(command.run("dead-letters show " + letter)).isZero();
    assertThat(command.out())
        .contains("response: too [2Jbad", "attempts: 7")
        .doesNotContain(LetterTable.payload(event));
    assertThat(command.run("dead-letters show --payload " + letter)).isZero();
    assertThat(command.out()).isEqualTo(LetterTable.payload(event));
    assertThat(command.run("dead-letters show 999999")).isEqualTo(1);
    assertThat(command.error())
        .isEqualToIgnoringNewLines("signalbox dead-letters show: There is no dead letter 999999.");
    assertThat(command.run("dead-letters progress " + UUID.randomUUID())).isEqualTo(1);
    assertThat(command.run("dead-letters cancel " + UUID.randomUUID())).isEqualTo(1);
  }

  private List<String> stored() {
    return svix.ledger().messages(acme.value()).stream()
        .map(StoredMessage::eventId)
        .flatMap(Optional::stream)
        .toList();
  }

  private void awaitCompletion() {
    SIGNALBOX
        .workflowClient()
        .newUntypedWorkflowStub(RelayContract.workflowId(installation.source(), acme))
        .getResult(Void.class);
  }
}
