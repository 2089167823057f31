package dev.signalbox.relay.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.CredentialCheck;
import dev.signalbox.relay.deliver.CredentialCheck.Accepted;
import dev.signalbox.relay.deliver.CredentialCheck.Refused;
import dev.signalbox.relay.deliver.CredentialCheck.Unknown;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Target;
import dev.signalbox.relay.operation.Attribution;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the hold of the source begins, is probed and ends, by several workers. */
class SourceHoldIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final Refused REFUSED = new Refused("Svix answered 401");

  private final DataSource dataSource = SIGNALBOX.database().dataSource();
  private final List<String> woken = new ArrayList<>();
  private final AtomicInteger checks = new AtomicInteger();
  private volatile CredentialCheck answer = REFUSED;
  private final HoldComponent worker = worker();
  private final HoldComponent other = worker();

  @BeforeEach
  void empty() throws SQLException {
    execute("TRUNCATE signalbox.outbox_event, signalbox.relay_lease, signalbox.operation");
    execute("UPDATE signalbox.installation SET held_since = NULL, probe_at = NULL, probes = 0");
  }

  @Test
  void aRefusalForAllHoldsTheSourceOnEveryWorker() throws SQLException {
    worker.hold().check();
    other.hold().check();

    assertThat(worker.holds().find().orElseThrow().reason()).isEqualTo("Svix answered 401");
    assertThat(worker.flag().isUp()).isTrue();
    HoldComponent restarted = worker();
    restarted.hold().look();
    assertThat(restarted.flag().isUp()).isTrue();
  }

  @Test
  void aSecondRefusalDoesNotBeginTheHoldAgain() throws SQLException {
    assertThat(worker.holds().begin("first", Duration.ofMinutes(1))).isTrue();
    Held first = worker.holds().find().orElseThrow();
    assertThat(other.holds().begin("second", Duration.ZERO)).isFalse();
    assertThat(worker.holds().find()).contains(first);
  }

  @Test
  void credentialsThatAreAcceptedOrUnknownHoldNothing() throws SQLException {
    for (CredentialCheck check : List.of(new Accepted(), new Unknown("no answer"))) {
      answer = check;
      worker.hold().check();
      assertThat(worker.holds().find()).isEmpty();
      assertThat(worker.flag().isUp()).isFalse();
    }
  }

  @Test
  void manySuspicionsAskOnce() throws Exception {
    answer = new Accepted();
    CountDownLatch asked = new CountDownLatch(1);
    HoldComponent asking = worker(asked);
    for (int i = 0; i < 1_000; i++) {
      asking.hold().suspect();
    }
    asked.await();
    asking.hold().close();
    assertThat(checks).hasValue(1);
  }

  @Test
  void oneWorkerProbesAndNotBeforeItIsTime() throws SQLException {
    worker.hold().check();
    checks.set(0);
    worker.hold().look();
    assertThat(checks).hasValue(0);

    probeIsDue();
    Held held = worker.holds().find().orElseThrow();
    assertThat(worker.holds().claimProbe(held, Duration.ofMinutes(1))).isTrue();
    assertThat(other.holds().claimProbe(held, Duration.ofMinutes(1))).isFalse();
    probeIsDue();
    assertThat(other.holds().claimProbe(held, Duration.ofMinutes(1))).isFalse();

    worker.hold().look();
    other.hold().look();
    assertThat(checks).hasValue(1);
    assertThat(worker.holds().find().orElseThrow().probes()).isEqualTo(2);
  }

  @Test
  void aProbeThatIsRefusedOrFailsLeavesTheHold() throws SQLException {
    worker.hold().check();
    for (CredentialCheck check : List.of(REFUSED, new Unknown("no answer"))) {
      answer = check;
      probeIsDue();
      worker.hold().look();
      assertThat(worker.flag().isUp()).isTrue();
    }
    assertThat(worker.holds().find().orElseThrow().probes()).isEqualTo(2);
  }

  @Test
  void eachProbeInVainPutsTheNextOneOffForLonger() throws SQLException {
    worker.hold().check();
    for (int[] seconds : new int[][] {{8, 12}, {16, 24}, {32, 48}}) {
      probeIsDue();
      worker.hold().look();
      assertThat(
              text(
                  "SELECT extract(epoch FROM probe_at - now()) BETWEEN %d AND %d"
                          .formatted(seconds[0] - 4, seconds[1]) // less what this test takes
                      + " FROM signalbox.installation"))
          .isEqualTo("t");
    }
  }

  @Test
  void anAcceptedProbeLiftsTheHoldEndsTheRestsAndWakes() throws SQLException {
    worker.hold().check();
    other.hold().look();
    rest("acme", "source held");
    rest("globex", "throttled");
    execute(
        "INSERT INTO signalbox.outbox_event (event_id, appended_at, organization_id, event_type,"
            + " payload) SELECT gen_random_uuid(), now() - interval '1 minute', o, 't', '{}'"
            + " FROM unnest(ARRAY['acme', 'globex']) AS o");
    answer = new Accepted();
    probeIsDue();

    worker.hold().look();

    assertThat(worker.holds().find()).isEmpty();
    assertThat(worker.flag().isUp()).isFalse();
    assertThat(
            text(
                "SELECT string_agg(organization_id, ',') FROM signalbox.relay_lease"
                    + " WHERE quiet_until IS NOT NULL"))
        .isEqualTo("globex");
    assertThat(woken).containsExactly("acme");
    other.hold().look();
    assertThat(other.flag().isUp()).isFalse();
  }

  @Test
  void allRestsEndHoweverManyThereAre() throws SQLException {
    execute(
        "INSERT INTO signalbox.relay_lease (organization_id, token, slice, attempt, finished,"
            + " suspect, run_id, quiet_until, quiet_reason)"
            + " SELECT 'o' || o, 1, 1, 1, true, false, 'run', now() + interval '1 hour',"
            + " CASE WHEN o % 3 = 0 THEN 'paused' ELSE 'source held' END"
            + " FROM generate_series(1, 4000) AS o");

    assertThat(worker.holds().endRests()).isEqualTo(2667);

    assertThat(text("SELECT count(*) FROM signalbox.relay_lease WHERE quiet_until IS NOT NULL"))
        .isEqualTo("1333");
    assertThat(worker.holds().endRests()).isZero();
  }

  @Test
  void anAcceptedProbeOfAnEarlierHoldLiftsNoLaterOne() throws SQLException {
    worker.hold().check();
    Held earlier = worker.holds().find().orElseThrow();
    assertThat(other.holds().lift(earlier, new Attribution("jane", ""))).isTrue();
    other.hold().check();

    assertThat(worker.holds().lift(earlier)).isFalse();
    assertThat(worker.holds().find()).isPresent();
  }

  @Test
  void anOperatorsLiftIsRecordedOnce() throws SQLException {
    worker.hold().check();
    rest("acme", "source held");
    Held held = worker.holds().find().orElseThrow();

    assertThat(worker.holds().lift(held, new Attribution("jane", "new token"))).isTrue();
    assertThat(worker.holds().lift(held, new Attribution("joe", ""))).isFalse();

    assertThat(worker.holds().find()).isEmpty();
    assertThat(
            text(
                "SELECT string_agg(concat_ws(' ', kind, state, actor, reason, selection), ',')"
                    + " FROM signalbox.operation"))
        .isEqualTo("lift done jane new token source");
    assertThat(text("SELECT count(quiet_until) FROM signalbox.relay_lease")).isEqualTo("0");
  }

  @Test
  void pausesGrowFromFiveSecondsToFiveMinutes() {
    long seed = System.nanoTime();
    System.out.println("SourceHoldIT seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      assertThat(ProbePause.after(0, random))
          .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
      assertThat(ProbePause.after(3, random))
          .isBetween(Duration.ofSeconds(32), Duration.ofSeconds(48));
      assertThat(ProbePause.after(1_000_000, random))
          .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    }
  }

  private HoldComponent worker() {
    return worker(new CountDownLatch(1));
  }

  private HoldComponent worker(CountDownLatch asked) {
    return DaggerHoldComponent.factory()
        .create(
            dataSource,
            SchemaName.DEFAULT,
            new Destination() {
              @Override
              public DeliveryOutcome deliver(Target target, PendingEvent event) {
                throw new UnsupportedOperationException();
              }

              @Override
              public CredentialCheck checkCredentials() {
                checks.incrementAndGet();
                asked.countDown();
                return answer;
              }
            },
            organizations -> organizations.stream().map(OrganizationId::value).forEach(woken::add),
            StepSettings.DEFAULT);
  }

  private void probeIsDue() throws SQLException {
    execute("UPDATE signalbox.installation SET probe_at = now() - interval '1 second'");
  }

  private void rest(String organization, String reason) throws SQLException {
    execute(
        "INSERT INTO signalbox.relay_lease (organization_id, token, slice, attempt, finished,"
            + " suspect, run_id, quiet_until, quiet_reason) VALUES ('"
            + organization
            + "', 1, 1, 1, true, false, 'run', now() + interval '1 hour', '"
            + reason
            + "')");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
