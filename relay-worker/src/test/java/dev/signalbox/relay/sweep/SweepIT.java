package dev.signalbox.relay.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final String DUE = "NULL";
  private static final String WAITS = "now() + interval '1 hour'";

  private final List<String> woken = new ArrayList<>();
  private final DataSource dataSource = SIGNALBOX.database().dataSource();

  @BeforeEach
  void empty() throws SQLException {
    execute(
        "TRUNCATE signalbox.outbox_event, signalbox.relay_lease, signalbox.organization,"
            + " signalbox.dead_letter"
            + " RESTART IDENTITY");
  }

  @Test
  void wakesWhoHasDueRowsAndNobodyAtWork() throws SQLException {
    append("forgotten", null, DUE);
    append("forgotten", null, DUE);
    append("drainer died", null, DUE);
    lease("drainer died", "now() - interval '1 second'", "now() - interval '1 second'");
    append("waiting", null, WAITS);

    assertThat(sweep(100).sweep()).isEqualTo(new Swept(2, 0));

    assertThat(woken).containsExactly("drainer died", "forgotten");
  }

  @ParameterizedTest
  @CsvSource({
    "now() + interval '10 s',NULL",
    "now() + interval '59 s',NULL",
    "NULL,now() + interval '119 min'",
    "now() + interval '2 min',now() + interval '1 min'",
  })
  void whoIsDrainedOrQuietIsNotWoken(String drainingUntil, String quietUntil) throws SQLException {
    append("o", null, DUE);
    lease("o", drainingUntil, quietUntil.replace("''", "'"));

    assertThat(sweep(100).sweep().woken()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "now() + interval '61 s',NULL",
    "'''infinity''',NULL",
    "NULL,now() + interval '121 min'",
    "now() + interval '1 year',now() + interval '1 year'",
    "NULL,'''infinity'''",
  })
  void aFlagThatOnlyAWrongClockCanHaveSetIsIgnored(String drainingUntil, String quietUntil)
      throws SQLException {
    append("o", null, DUE);
    lease("o", drainingUntil.replace("''", "'"), quietUntil.replace("''", "'"));

    assertThat(sweep(100).sweep().woken()).isEqualTo(1);
  }

  @Test
  void theBoundsFollowLongerSettings() throws SQLException {
    append("draining", null, DUE);
    lease("draining", "now() + interval '80 s'", "NULL");
    append("quiet", null, DUE);
    lease("quiet", "NULL", "now() + interval '5 hours'");

    assertThat(sweep(dataSource, 100, Duration.ofSeconds(90), Duration.ofHours(5)).sweep().woken())
        .isZero();
  }

  @Test
  void pausedAndDisabledOrganizationsAreNotWokenUntilThatEnds() throws SQLException {
    append("active", null, DUE);
    append("disabled", null, DUE);
    append("paused", null, DUE);
    append("paused for a day", null, DUE);
    append("was paused", null, DUE);
    state("active", "active", "now() + interval '1 day'");
    state("disabled", "disabled", "NULL");
    state("paused", "paused", "NULL");
    state("paused for a day", "paused", "now() + interval '1 day'");
    state("was paused", "paused", "now() - interval '1 second'");

    sweep(100).sweep();

    assertThat(woken).containsExactly("active", "was paused");
  }

  @Test
  void aRowBehindOneOfItsKeyThatWaitsDoesNotCount() throws SQLException {
    append("blocked", "k", WAITS);
    append("blocked", "k", DUE);
    append("blocked", "k", DUE);
    append("by a newer producer's row", "k", DUE);
    execute(
        "UPDATE signalbox.outbox_event SET payload_version = 2 WHERE organization_id LIKE 'by%'");
    append("by a newer producer's row", "k", DUE);
    append("other key", "k", WAITS);
    append("other key", "k", DUE);
    append("other key", "l", DUE);
    append("without a key", null, WAITS);
    append("without a key", null, DUE);

    sweep(100).sweep();

    assertThat(woken).containsExactly("other key", "without a key");
  }

  @Test
  void aRowBehindAParkedLetterOfItsKeyDoesNotCount() throws SQLException {
    append("all parked", "k", DUE);
    append("all parked", "k", DUE);
    letter("all parked", "k", true);
    append("another key", "k", DUE);
    append("another key", "l", DUE);
    letter("another key", "k", true);
    append("another's letter", "k", DUE);
    append("behind what waits", null, WAITS);
    append("behind what waits", "k", DUE);
    letter("behind what waits", "k", true);
    append("not parked", "k", DUE);
    letter("not parked", "k", false);

    sweep(100).sweep();

    assertThat(woken).containsExactly("another key", "another's letter", "not parked");
  }

  private void letter(String organization, String key, boolean parked) throws SQLException {
    execute(
        "INSERT INTO signalbox.dead_letter (id, event_id, appended_at, attempts, payload_version,"
            + " organization_id, event_type, ordering_key, payload, reason, parked)"
            + " VALUES (1, gen_random_uuid(), now(), 1, 1, ?, 'sweep.test', ?, '{}', 'why', "
            + parked
            + ")",
        organization,
        key);
  }

  @Test
  void aRowThatIsTooYoungIsLeftToItsSignalButBlocksNothing() throws SQLException {
    append("young", null, DUE);
    append("young, with an older one", "k", DUE);
    append("young, with an older one", "k", DUE);
    execute(
        "UPDATE signalbox.outbox_event SET appended_at = now() - interval '2 minutes'"
            + " WHERE id = (SELECT max(id) FROM signalbox.outbox_event)");
    Sweep sweep =
        sweep(new SweepSettings(Duration.ofHours(1), Duration.ofMinutes(1), 100), dataSource);

    sweep.sweep();

    assertThat(woken).containsExactly("young, with an older one");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 10, 11})
  void eachSweepGoesOnWhereTheLastOneEndedAndWrapsAround(int limit) throws SQLException {
    List<String> all = IntStream.range(0, 10).mapToObj(i -> "o" + i).toList();
    for (String organization : all) {
      append(organization, null, DUE);
    }
    Sweep sweep = sweep(limit);

    for (int i = 0; i < 10; i++) {
      assertThat(sweep.sweep().woken()).isEqualTo(Math.min(limit, 10));
    }

    assertThat(woken)
        .containsExactlyElementsOf(
            Stream.generate(() -> all)
                .flatMap(List::stream)
                .limit(10L * Math.min(limit, 10))
                .toList());
  }

  @Test
  void manyPagesAreOneSweep() throws SQLException {
    int organizations = 2 * Reach.FULL.organizations() + 1;
    fill(organizations, 1, "NULL", DUE);
    Sweep sweep = sweep(organizations - 1);

    assertThat(sweep.sweep().woken()).isEqualTo(organizations - 1);
    assertThat(sweep.sweep().woken()).isEqualTo(organizations - 1);

    assertThat(woken).hasSize(2 * (organizations - 1));
    assertThat(new HashSet<>(woken)).hasSize(organizations);
  }

  @Test
  void anOrganizationIdThatIsNoneDoesNotStopTheOthers() throws SQLException {
    append("\n", null, DUE);
    append("good", null, DUE);
    append("x".repeat(300), null, DUE);
    append("y", null, DUE);

    assertThat(sweep(2).sweep().woken()).isEqualTo(2);

    assertThat(woken).containsExactly("good", "y");
  }

  @Test
  void rowsThatAreDueForLongAreCounted() throws SQLException {
    append("long", null, DUE);
    append("long behind one that waits", null, WAITS);
    append("long behind one that waits", null, DUE);
    append("paused", null, DUE);
    append("retried a while ago", null, "now() - interval '1 minute'");
    execute("UPDATE signalbox.outbox_event SET appended_at = now() - interval '16 minutes'");
    append("new", null, DUE);
    state("paused", "paused", "NULL");

    assertThat(sweep(100).sweep()).isEqualTo(new Swept(4, 2));
  }

  @Test
  void whileTheSourceIsHeldNobodyIsWokenAndItsRestsEndWithIt() throws SQLException {
    append("rests", null, DUE);
    lease("rests", "NULL", "now() + interval '50 min'");
    execute("UPDATE signalbox.relay_lease SET quiet_reason = 'source held'");
    append("throttled", null, DUE);
    lease("throttled", "NULL", "now() + interval '50 min'");
    append("young", null, DUE);
    execute("UPDATE signalbox.installation SET held_since = now()");

    assertThat(sweep(100).sweep()).isEqualTo(new Swept(0, 0));

    execute("UPDATE signalbox.installation SET held_since = NULL");
    sweep(100).sweep();
    assertThat(woken).containsExactly("rests", "young");
  }

  @Test
  void noStatementScansTheOutbox() throws SQLException {
    fill(Reach.FULL.organizations(), 10, "NULL", DUE);
    execute("ANALYZE signalbox.outbox_event");
    try (OpenConnection open = new OpenConnection(dataSource)) {
      assertThat(sweep(open).sweep().woken()).isEqualTo(Reach.FULL.organizations());

      assertThat(open.sequentialScans()).isZero();
      assertThat(open.rowsRead()).isLessThan(2L * Reach.FULL.organizations());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBacklogBehindAnotherIsLookedAtInPartAndWoken(boolean analyzed) throws SQLException {
    fill(1, 20_000, "'k'", WAITS);
    append("p", "k", WAITS);
    if (analyzed) {
      execute("ANALYZE signalbox.outbox_event");
    }
    try (OpenConnection open = new OpenConnection(dataSource)) {
      sweep(open).sweep();

      assertThat(woken).containsExactly("o1");
      assertThat(open.sequentialScans()).isZero();
      assertThat(open.rowsRead()).isLessThan(2L * Reach.FULL.headRows());
    }
  }

  private Sweep sweep(int limit) {
    return sweep(dataSource, limit, Duration.ofSeconds(15), Duration.ofMinutes(10));
  }

  private Sweep sweep(OpenConnection open) {
    return sweep(open.dataSource(), 10_000, Duration.ofSeconds(15), Duration.ofMinutes(10));
  }

  private Sweep sweep(SweepSettings settings, DataSource source) {
    return sweep(settings, source, LeaseSettings.DEFAULT, Backoff.DEFAULT);
  }

  private Sweep sweep(DataSource source, int limit, Duration step, Duration cap) {
    return sweep(
        new SweepSettings(Duration.ofHours(1), Duration.ZERO, limit),
        source,
        new LeaseSettings(step),
        new Backoff(Duration.ofSeconds(5), cap));
  }

  private Sweep sweep(
      SweepSettings settings, DataSource source, LeaseSettings lease, Backoff backoff) {
    return new Sweep(
        new PendingOrganizations(source, SchemaName.DEFAULT, settings, lease, backoff),
        organizations -> organizations.stream().map(OrganizationId::value).forEach(woken::add),
        settings);
  }

  private void append(String organization, @Nullable String key, String nextAttemptAt)
      throws SQLException {
    execute(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, ordering_key,"
            + " payload, next_attempt_at)"
            + " VALUES (gen_random_uuid(), ?, 'sweep.test', ?, '{}', "
            + nextAttemptAt
            + ")",
        organization,
        key);
  }

  /** Organizations o1, o2, …, each with some rows that follow each other. */
  private void fill(int organizations, int rows, String key, String nextAttemptAt)
      throws SQLException {
    execute(
        """
        INSERT INTO signalbox.outbox_event
          (event_id, organization_id, event_type, ordering_key, payload, next_attempt_at)
        SELECT gen_random_uuid(), 'o' || o, 'sweep.test', %s, repeat('x', 500), %s
        FROM generate_series(1, %d) AS o, generate_series(1, %d) AS r
        """
            .formatted(key, nextAttemptAt, organizations, rows));
  }

  private void lease(String organization, String drainingUntil, String quietUntil)
      throws SQLException {
    execute(
        "INSERT INTO signalbox.relay_lease (organization_id, token, slice, attempt, finished,"
            + " suspect, draining_until, quiet_until, run_id) VALUES (?, 1, 1, 1, false, false, "
            + drainingUntil
            + ", "
            + quietUntil
            + ", 'run')",
        organization);
  }

  private void state(String organization, String state, String until) throws SQLException {
    execute(
        "INSERT INTO signalbox.organization (organization_id, state, state_until) VALUES (?, ?, "
            + until
            + ")",
        organization,
        state);
  }

  private void execute(String sql, @Nullable String... parameters) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }
}
