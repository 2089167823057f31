package dev.signalbox.relay.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.operation.OperationLog;
import dev.signalbox.testkit.services.SignalboxExtension;
import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The steps of an operation on the real tables. */
class LetterMoverIT {

  private static final String DATABASE_ID = "the outbox";

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final LetterTable table = new LetterTable(SIGNALBOX.database().dataSource());
  private final DeadLetters letters =
      new DeadLetters(SIGNALBOX.database().dataSource(), SchemaName.DEFAULT);
  private final List<OrganizationId> woken = new ArrayList<>();
  private final LetterActivityImpl activity =
      new LetterActivityImpl(
          new LetterMover(
              SIGNALBOX.database().dataSource(),
              SchemaName.DEFAULT,
              new OperationLog(SchemaName.DEFAULT)),
          new Installation(new Source("shop"), DATABASE_ID),
          woken::addAll);
  private final UUID operation = UUID.randomUUID();

  @BeforeEach
  void clear() throws SQLException {
    table.clear();
  }

  @Test
  void everyCriterionLimitsOnItsOwn() throws SQLException {
    long plain = table.bury(table.letter("acme"));
    long other = table.bury(table.letter("other"));
    long typed = table.bury(table.letter("acme").type("thing.sold"));
    long classed = table.bury(table.letter("acme").errorClass("exhausted"));
    long old = table.bury(table.letter("acme").age("2 days"));
    String yesterday = Instant.now().minus(1, ChronoUnit.DAYS).toString();

    assertThat(selected(new LetterSelection("other", "", "", "", "", List.of())))
        .containsExactly(other);
    assertThat(selected(new LetterSelection("", "thing.sold", "", "", "", List.of())))
        .containsExactly(typed);
    assertThat(selected(new LetterSelection("", "", "exhausted", "", "", List.of())))
        .containsExactly(classed);
    assertThat(selected(new LetterSelection("", "", "", "", yesterday, List.of())))
        .containsExactly(old);
    assertThat(selected(new LetterSelection("", "", "", yesterday, "", List.of())))
        .containsExactly(plain, other, typed, classed);
    assertThat(selected(new LetterSelection("", "", "", "", "", List.of(old, plain, 999_999L))))
        .containsExactly(plain, old);
    assertThat(
            selected(
                new LetterSelection(
                    "acme", "thing.made", "rejected", yesterday, "", List.of(plain, other))))
        .containsExactly(plain);
    assertThat(selected(LetterSelection.ALL)).hasSize(5);

    redrive(
        new LetterSelection(
            "acme", "thing.made", "rejected", yesterday, "", List.of(plain, other)));
    assertThat(table.left()).hasSize(4).doesNotContain(String.valueOf(plain));
    assertThat(woken).containsExactly(new OrganizationId("acme"));
  }

  @Test
  void aRedrivenEventIsAsItWasAppendedAndBeginsAnew() throws SQLException {
    UUID event = UUID.randomUUID();
    table.bury(table.letter("acme").event(event));

    MoveResult result = redrive(LetterSelection.ALL);

    assertThat(result.affected()).isEqualTo(1);
    assertThat(result.finished()).isTrue();
    assertThat(table.left()).isEmpty();
    assertThat(
            table.texts(
                """
                SELECT concat_ws('|', event_id, organization_id, event_type, channels, headers, payload, attempts,
                  suspected_kills, first_refused_at IS NULL, last_error IS NULL, appended_at < now() - interval '8 days',
                  next_attempt_at <= now() AND next_attempt_at > now() - interval '1 hour', payload_version)
                FROM signalbox.outbox_event
                """))
        .containsExactly(
            event
                + "|acme|thing.made|{a,b}|{\"h\":\"v\"}|"
                + LetterTable.payload(event)
                + "|0|0|t|t|t|t|1");
    assertThat(operationRow()).containsExactly("redrive|done|1|jane|why|-|all|t");
  }

  @Test
  void whatWasSkippedIsRedrivenByItsClass() throws SQLException {
    UUID skipped = UUID.randomUUID();
    table.bury(table.letter("acme").errorClass("skipped").event(skipped));
    table.bury(table.letter("acme"));

    redrive(new LetterSelection("acme", "", "skipped", "", "", List.of()));

    assertThat(table.pending()).containsExactly(skipped.toString());
  }

  @Test
  void aParkedLetterIsFirstOfItsKeyAgain() throws SQLException {
    UUID head = UUID.randomUUID();
    UUID next = UUID.randomUUID();
    long row = append(next);
    table.bury(table.letter("acme").parked(row - 1).event(head));

    redrive(LetterSelection.ALL);

    assertThat(table.pending()).containsExactly(head.toString(), next.toString());
    assertThat(table.texts("SELECT min(id) FROM signalbox.outbox_event"))
        .containsExactly(String.valueOf(row - 1));
  }

  @Test
  void aParkedLetterWhoseIdIsTakenGetsANewOne() throws SQLException {
    UUID taker = UUID.randomUUID();
    long row = append(taker);
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    UUID third = UUID.randomUUID();
    table.bury(table.letter("acme").parked(row).event(first));
    table.bury(table.letter("acme").parked(row - 1).event(second));
    table.bury(table.letter("other").parked(row - 1).event(third));

    assertThat(redrive(LetterSelection.ALL).affected()).isEqualTo(3);

    assertThat(table.pending())
        .containsExactly(second.toString(), taker.toString(), first.toString(), third.toString());
  }

  @Test
  void aStepWhoseAnswerWasLostIsNotRepeatedButGoneOnFrom() throws SQLException {
    for (int i = 0; i < 7; i++) {
      table.bury(table.letter("acme"));
    }
    long end = begin("redrive", LetterSelection.ALL);
    MoveRequest request = request("redrive", LetterSelection.ALL, 0, end, 3);

    MoveResult lost = activity.move(request);
    MoveResult again = activity.move(request);
    MoveResult last =
        activity.move(request("redrive", LetterSelection.ALL, again.lastLetterId(), end, 3));
    MoveResult lastAgain =
        activity.move(request("redrive", LetterSelection.ALL, again.lastLetterId(), end, 3));

    assertThat(lost).returns(3L, MoveResult::affected).returns(false, MoveResult::finished);
    assertThat(again).returns(3L, MoveResult::moved).returns(6L, MoveResult::affected);
    assertThat(last).returns(7L, MoveResult::affected).returns(true, MoveResult::finished);
    assertThat(lastAgain).isEqualTo(new MoveResult(0, 0, 7, true));
    assertThat(table.pending()).hasSize(7).doesNotHaveDuplicates();
    assertThat(operationRow()).containsExactly("redrive|done|7|jane|why|-|all|t");
  }

  @Test
  void aLetterThatDiesAgainIsNotMovedInACircle() throws SQLException {
    table.bury(table.letter("acme"));
    long end = begin("redrive", LetterSelection.ALL);
    long later = table.bury(table.letter("acme"));

    assertThat(activity.move(request("redrive", LetterSelection.ALL, 0, end, 100)))
        .returns(1L, MoveResult::affected)
        .returns(true, MoveResult::finished);
    assertThat(table.left()).containsExactly(String.valueOf(later));
  }

  @Test
  void aResentEventHasANewId() throws SQLException {
    UUID event = UUID.randomUUID();
    table.bury(table.letter("acme").event(event));
    table.bury(table.letter("acme").event(event));

    run("resend", LetterSelection.ALL);

    assertThat(table.pending()).hasSize(2).doesNotContain(event.toString()).doesNotHaveDuplicates();
    assertThat(table.texts("SELECT substr(event_id::text, 15, 1) FROM signalbox.outbox_event"))
        .containsOnly("7");
    assertThat(table.texts("SELECT payload FROM signalbox.outbox_event"))
        .containsOnly(LetterTable.payload(event));
    assertThat(operationRow()).containsExactly("resend|done|2|jane|why|-|all|t");
  }

  @Test
  void aDiscardedLetterIsGoneAndItsOrganizationGoesOn() throws SQLException {
    UUID next = UUID.randomUUID();
    long row = append(next);
    table.bury(table.letter("acme").parked(row - 1));
    table.execute(
        """
        INSERT INTO signalbox.relay_lease
          (organization_id, token, slice, attempt, finished, suspect, run_id, quiet_until, quiet_reason)
        VALUES ('acme', 1, 1, 1, true, false, 'run', 'infinity', 'parked'),
          ('other', 1, 1, 1, true, false, 'run', 'infinity', 'paused')
        """);

    run("discard", new LetterSelection("acme", "", "", "", "", List.of()));

    assertThat(table.left()).isEmpty();
    assertThat(table.pending()).containsExactly(next.toString());
    assertThat(woken).containsExactly(new OrganizationId("acme"));
    assertThat(
            table.texts(
                "SELECT organization_id FROM signalbox.relay_lease WHERE quiet_until IS NOT NULL"))
        .containsExactly("other");
    assertThat(operationRow()).containsExactly("discard|done|1|jane|why|acme|organization=acme|t");
  }

  @Test
  void anOperationThatHasEndedMovesNothing() throws SQLException {
    table.bury(table.letter("acme"));
    long end = begin("redrive", LetterSelection.ALL);
    activity.end(new EndRequest("shop", DATABASE_ID, operation.toString(), "cancelled"));
    activity.end(new EndRequest("shop", DATABASE_ID, operation.toString(), "failed"));

    assertThat(activity.move(request("redrive", LetterSelection.ALL, 0, end, 100)))
        .isEqualTo(new MoveResult(0, 0, 0, true));
    assertThat(table.left()).hasSize(1);
    assertThat(operationRow()).containsExactly("redrive|cancelled|0|jane|why|-|all|t");
  }

  @Test
  void largePayloadsGoInSeveralSteps() throws SQLException {
    for (int i = 0; i < 3; i++) {
      table.bury(table.letter("acme"));
    }
    table.execute("UPDATE signalbox.dead_letter SET payload = repeat('x', 9 << 20)");
    long end = begin("discard", LetterSelection.ALL);

    MoveResult first = activity.move(request("discard", LetterSelection.ALL, 0, end, 100));

    assertThat(first).returns(1L, MoveResult::moved).returns(false, MoveResult::finished);
  }

  @Test
  void anotherOutboxIsRefusedForGood() {
    assertThatThrownBy(
            () ->
                activity.move(
                    new MoveRequest(
                        "shop",
                        "another",
                        operation.toString(),
                        "redrive",
                        LetterSelection.ALL,
                        0,
                        9,
                        9)))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isTrue());
  }

  private List<Long> selected(LetterSelection selection) throws SQLException {
    assertThat(letters.total(selection)).isEqualTo(letters.list(selection, 100).size());
    return letters.list(selection, 100).stream()
        .map(row -> Long.parseLong(row.text("letter")))
        .toList();
  }

  private MoveResult redrive(LetterSelection selection) {
    return run("redrive", selection);
  }

  private MoveResult run(String kind, LetterSelection selection) {
    return activity.move(request(kind, selection, 0, begin(kind, selection), 100));
  }

  private long begin(String kind, LetterSelection selection) {
    OperationInput input =
        new OperationInput(
            "shop",
            DATABASE_ID,
            operation.toString(),
            kind,
            selection,
            "jane",
            "why",
            0,
            0,
            OperationCourse.START);
    assertThat(activity.begin(input)).isEqualTo(activity.begin(input));
    return activity.begin(input).end();
  }

  private MoveRequest request(
      String kind, LetterSelection selection, long after, long end, int limit) {
    return new MoveRequest(
        "shop", DATABASE_ID, operation.toString(), kind, selection, after, end, limit);
  }

  private long append(UUID event) throws SQLException {
    table.execute("SELECT nextval('signalbox.outbox_event_id_seq')"); // a row that is gone
    return Long.parseLong(
        table
            .texts(
                """
                INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, ordering_key, payload)
                VALUES ('%s', 'acme', 'thing.made', 'key', '{}')
                RETURNING id
                """
                    .formatted(event))
            .getFirst());
  }

  private List<String> operationRow() throws SQLException {
    return table.texts(
        """
        SELECT concat_ws('|', kind, state, affected, actor, reason, coalesce(organization_id, '-'), selection,
          finished_at IS NOT NULL)
        FROM signalbox.operation
        """);
  }
}
