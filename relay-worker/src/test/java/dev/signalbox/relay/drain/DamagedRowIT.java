package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.svix.SvixDestination;
import dev.signalbox.relay.svix.SvixSettings;
import dev.signalbox.testkit.services.SignalboxExtension;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows that somebody has changed by hand, within what the table's checks allow: they end delivered,
 * dead with a reason or waiting for one that shows, and the others go on.
 */
class DamagedRowIT {

  private static final int SLICES = 100;
  private static final int TWICE_DAMAGED = 60;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private SliceBench bench;
  private SvixEmulator svix;
  private SvixDestination destination;
  private DrainSliceComponent relay;

  /** Each column with what it should never hold. */
  static List<String> damages() {
    return List.of(
        "event_id = '00000000-0000-0000-0000-000000000000'",
        "event_id = 'ffffffff-ffff-ffff-ffff-ffffffffffff'",
        "appended_at = 'infinity'",
        "appended_at = '-infinity'",
        "appended_at = '4713-01-01 BC'",
        "appended_at = '294276-01-01'",
        "next_attempt_at = '294276-12-31'",
        "next_attempt_at = '-infinity'",
        "next_attempt_at = '294276-01-01'",
        "first_refused_at = 'infinity'",
        "first_refused_at = '-infinity'",
        "first_refused_at = '4713-01-01 BC', next_attempt_at = now()",
        "attempts = 2147483647",
        "idle_seconds = -2147483648",
        "idle_seconds = 2147483647",
        "suspected_kills = 32767",
        "suspected_kills = -32768",
        "payload_version = 32767",
        "payload_version = 0",
        "payload_version = -32768",
        "event_type = ''",
        "event_type = E'a b\\n\\t\u2028'",
        "event_type = repeat('x', 100000)",
        "event_type = '🚀'",
        "ordering_key = ''",
        "ordering_key = repeat('k', 100000)",
        "ordering_key = E'\\\\N\\n'",
        "channels = '{}'",
        "channels = ARRAY['']",
        "channels = ARRAY[E'a\\nb', '\u00e9']",
        "channels = '[5:6]={a,b}'",
        "channels = (SELECT array_agg('c' || n) FROM generate_series(1, 5000) AS n)",
        "headers = ''",
        "headers = 'no JSON'",
        "headers = repeat('h', 1000000)",
        "payload = ''",
        "payload = 'no JSON'",
        "payload = '[]'",
        "payload = 'null'",
        "payload = '{\"a\":1}{\"b\":2}'",
        "payload = '{\"a\":\"\\ud800\"}'",
        "payload = repeat('[', 100000)",
        "payload = '{\"a\":\"' || repeat('x', 3000000) || '\"}'",
        "payload = '{\"a\":\"' || repeat('x', 17000000) || '\"}'",
        "payload_key = 'a key of whom'",
        "last_error = repeat('e', 1000000)");
  }

  @BeforeEach
  void start() {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
    svix = SvixEmulator.start();
    destination =
        new SvixDestination(
            new SvixSettings(URI.create(svix.url()), svix.token(), 16, Duration.ofSeconds(10)));
    relay =
        bench.relay(
            destination,
            SliceBench.settings(
                Duration.ZERO,
                10,
                4 << 20,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1))));
  }

  @AfterEach
  void stop() {
    destination.close();
    svix.close();
  }

  @ParameterizedTest
  @MethodSource("damages")
  void oneDamageEndsWithAReasonAndBlocksNobody(String damage) throws Exception {
    endsWell(damage);
  }

  @Test
  void noRowCanBeMadeToWaitForEver() throws Exception {
    UUID event = bench.append(null, "{}");
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(
            () ->
                bench.update(
                    "UPDATE signalbox.outbox_event SET next_attempt_at = 'infinity'"
                        + " WHERE event_id = ?",
                    event))
        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("23514"));
  }

  @Test
  void twoDamagesAtOnceDoToo() throws Exception {
    long seed = Long.getLong("signalbox.test.seed", new Random().nextLong());
    System.out.println("DamagedRowIT: -Dsignalbox.test.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < TWICE_DAMAGED; i++) {
      String one = pick(random);
      String other = pick(random);
      while (column(one).equals(column(other)) || one.contains(", ") || other.contains(", ")) {
        one = pick(random);
        other = pick(random);
      }
      bench = new SliceBench(SIGNALBOX.database().dataSource());
      endsWell(one + ", " + other);
    }
  }

  /** Its organization cannot be served without a row of its own, and shows why. */
  @ParameterizedTest
  @MethodSource("organizations")
  void anOrganizationThatNobodyCanBeIsHeld(String organization) throws Exception {
    UUID id = bench.append(null, "{}");
    bench.update(
        "UPDATE signalbox.outbox_event SET organization_id = ? WHERE event_id = ?",
        organization,
        id);
    SliceBench other = new SliceBench(SIGNALBOX.database().dataSource(), organization);

    SliceResult result = other.drain(relay, "run-" + UUID.randomUUID(), 1, 1);

    assertThat(result.stopped()).isEqualTo("held");
    assertThat(
            other.text("SELECT quiet_reason FROM signalbox.relay_lease WHERE organization_id = ?"))
        .isEqualTo("no usable uid");
    assertThat(svix.ledger().messageCount()).isZero();
  }

  static Stream<String> organizations() {
    return Stream.of("..", ".", "app_1", "msg_x", "a/b", "a b", "%2e%2e", "é", "'; --");
  }

  private void endsWell(String damage) throws Exception {
    List<UUID> good = new ArrayList<>(bench.append(2));
    UUID damaged = bench.append("key", "{\"damaged\":true}");
    good.addAll(bench.append(2));
    long row = id(damaged);
    bench.update("UPDATE signalbox.outbox_event SET " + damage + " WHERE id = ?", row);

    String run = "run-" + UUID.randomUUID();
    SliceResult last = bench.drain(relay, run, 1, 1);
    for (int slice = 2; slice < SLICES && isDueSoon(last); slice++) {
      last = bench.drain(relay, run, slice, 1);
    }

    boolean newer = damage.contains("payload_version"); // a relay of the future may know it
    assertThat(last.stopped()).as("%s: %s", damage, last).isIn("", newer ? "held" : "");
    assertThat(stored()).as(damage).containsAll(good.stream().map(UUID::toString).toList());
    assertThat(bench.pending()).as(damage).isLessThanOrEqualTo(1);
    assertThat(isDelivered(good) + waits(row) + isDeadWithReason(row))
        .as("%s: delivered, waiting or dead; %s", damage, last)
        .isEqualTo(1);
  }

  private static boolean isDueSoon(SliceResult result) {
    return result.more() || (result.nextDueMillis() >= 0 && result.nextDueMillis() < 1_000);
  }

  private long isDelivered(List<UUID> good) {
    return stored().stream().distinct().count() - good.size();
  }

  /** Its time has not come, or it is of a version that the relay does not know. */
  private long waits(long row) throws SQLException {
    return bench.number(
        "SELECT count(*) FROM signalbox.outbox_event WHERE organization_id = ? AND id = "
            + row
            + " AND (next_attempt_at > now() OR payload_version > 1)");
  }

  private long isDeadWithReason(long row) throws SQLException {
    return bench.number(
        "SELECT count(*) FROM signalbox.dead_letter WHERE organization_id = ? AND id = "
            + row
            + " AND reason <> ''");
  }

  private List<String> stored() {
    return svix.ledger().messages(bench.organization.value()).stream()
        .flatMap(message -> message.eventId().stream())
        .toList();
  }

  private long id(UUID event) throws SQLException {
    return bench.number(
        "SELECT id FROM signalbox.outbox_event WHERE organization_id = ? AND event_id = '"
            + event
            + "'");
  }

  private static String pick(Random random) {
    return damages().get(random.nextInt(damages().size()));
  }

  private static String column(String damage) {
    return damage.substring(0, damage.indexOf(' '));
  }
}
