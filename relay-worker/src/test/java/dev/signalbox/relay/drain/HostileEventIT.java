package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.InvalidEventException;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.svix.SvixDestination;
import dev.signalbox.relay.svix.SvixSettings;
import dev.signalbox.testkit.services.SignalboxExtension;
import dev.signalbox.testkit.svix.StoredMessage;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Texts from anywhere, appended and drained into a Svix. */
class HostileEventIT {

  private static final int EVENTS = Integer.getInteger("signalbox.test.events", 3_000);

  private static final String[] SEEDS = {
    "acme",
    "order.created",
    "..",
    ".",
    "app_1",
    "msg_1",
    "a/b",
    "%2e%2e",
    "NULL",
    "\\N",
    "\\.",
    "'; DROP TABLE x; --",
    "{}",
    "[]",
    "{\"a\":1}",
    "{\"a\":1}{\"b\":2}",
    "{\"a\":01}",
    "{\"a\":\"",
    "{'a':1}",
    "null",
    " {\"a\":1e999} ",
    "{\"a\":\"\\u0000\"}",
    "{\"\\ud800\":\"\\ud800\"}",
    "\ufeff{}",
    "\u0000",
    "\ud800",
    "\udc00\ud800",
    "🚀",
    "\u2028",
    "\t",
    "\r\n",
    "",
    "traceparent",
    "x y",
    "x:y"
  };

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private SvixEmulator svix;
  private SvixDestination destination;

  @BeforeEach
  void start() {
    svix = SvixEmulator.start();
    destination =
        new SvixDestination(
            new SvixSettings(URI.create(svix.url()), svix.token(), 16, Duration.ofSeconds(10)));
  }

  @AfterEach
  void stop() {
    destination.close();
    svix.close();
  }

  /** Each alone and in a batch: refused, naming the rule, or stored and delivered as it was. */
  @Test
  void whatIsNotRefusedIsDeliveredByteForByte() throws Exception {
    long seed = Long.getLong("signalbox.test.seed", new Random().nextLong());
    System.out.println(
        "HostileEventIT: %d events from -Dsignalbox.test.seed=%d".formatted(EVENTS, seed));
    Random random = new Random(seed);
    Map<String, OutboxEvent> taken = new LinkedHashMap<>();
    List<OutboxEvent> refused = new ArrayList<>();
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < EVENTS; i++) {
        OutboxEvent event = event(random);
        if (append(connection, event)) {
          taken.put(event.id().orElseThrow().toString(), event);
        } else {
          refused.add(event);
        }
        if (i % 100 == 99) {
          appendTogether(connection, event(random), refused);
          connection.commit();
        }
      }
      connection.commit();
    }
    assertThat(taken).hasSizeGreaterThan(EVENTS / 10);
    assertThat(refused).hasSizeGreaterThan(EVENTS / 10);
    assertThat(rows()).isEqualTo(taken.size());

    Map<String, List<OutboxEvent>> byOrganization = new TreeMap<>();
    taken
        .values()
        .forEach(
            event ->
                byOrganization
                    .computeIfAbsent(event.organization(), o -> new ArrayList<>())
                    .add(event));
    for (Map.Entry<String, List<OutboxEvent>> each : byOrganization.entrySet()) {
      drain(each.getKey(), each.getValue());
    }
    assertThat(svix.ledger().applications()).isSubsetOf(byOrganization.keySet());
  }

  /** A refused batch says which one is refused, and writes nothing of the good ones. */
  private static void appendTogether(
      Connection connection, OutboxEvent good, List<OutboxEvent> refused) throws SQLException {
    if (refused.isEmpty()) {
      return;
    }
    OutboxEvent bad = refused.get(refused.size() - 1);
    try {
      var unused = new Outbox().appendBatch(connection, List.of(good, bad));
      throw new AssertionError("A batch took what was refused alone.");
    } catch (InvalidEventException e) {
      assertThat(e.problems()).anySatisfy(problem -> assertThat(problem.index()).isEqualTo(1));
    }
  }

  private static boolean append(Connection connection, OutboxEvent event) throws SQLException {
    try {
      var unused = new Outbox().append(connection, event);
      return true;
    } catch (InvalidEventException e) {
      assertThat(e.problems()).isNotEmpty();
      if (event.payload().length() > 20) {
        assertThat(e).hasMessageNotContaining(event.payload());
      }
      return false;
    }
  }

  private void drain(String organization, List<OutboxEvent> events) throws Exception {
    SliceBench bench = new SliceBench(SIGNALBOX.database().dataSource(), organization);
    SliceResult result =
        bench.drainAll(
            bench.relay(
                destination,
                SliceBench.settings(
                    Duration.ZERO,
                    500,
                    4 << 20,
                    new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)))));
    List<StoredMessage> stored = svix.ledger().messages(organization);
    if (!bench.organization.isSvixUid()) {
      assertThat(result.stopped()).as("of %s", bench.organization).isEqualTo("held");
      assertThat(stored).isEmpty();
      assertThat(bench.pending()).isEqualTo(events.size());
      return;
    }
    assertThat(result.stopped()).as("of %s: %s", bench.organization, result).isEmpty();
    assertThat(bench.pending()).isZero();
    assertThat(stored.stream().map(HostileEventIT::told))
        .containsExactlyInAnyOrderElementsOf(events.stream().map(HostileEventIT::told).toList());
  }

  private static List<Object> told(StoredMessage message) {
    return List.of(
        message.eventId().orElse(""), message.eventType(), message.channels(), message.payload());
  }

  private static List<Object> told(OutboxEvent event) {
    return List.of(
        event.id().orElseThrow().toString(), event.type(), event.channels(), event.payload());
  }

  private static long rows() throws SQLException {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM signalbox.outbox_event")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static OutboxEvent event(Random random) {
    OutboxEvent event =
        OutboxEvent.of(
                often(random, "acme-" + random.nextInt(5)),
                often(random, "order.created"),
                often(random, "{\"n\": " + random.nextInt() + " }"))
            .withId(EventId.mint());
    if (random.nextInt(4) == 0) {
      event = event.withOrderingKey(often(random, "key"));
    }
    if (random.nextInt(4) == 0) {
      event = event.withChannels(List.of(often(random, "a"), often(random, "b")));
    }
    if (random.nextInt(4) == 0) {
      event = event.withHeaders(Map.of(often(random, "traceparent"), often(random, "00-1")));
    }
    return event;
  }

  /** Mostly something usual, or hardly any event would be good in every part. */
  private static String often(Random random, String usual) {
    return random.nextInt(6) == 0 ? text(random) : usual;
  }

  private static String text(Random random) {
    byte[] bytes = new byte[random.nextInt(60)];
    random.nextBytes(bytes);
    return switch (random.nextInt(8)) {
      case 0 -> new String(bytes, StandardCharsets.ISO_8859_1);
      case 1 -> new String(bytes, StandardCharsets.UTF_8);
      case 2 -> utf16(bytes);
      case 3 -> "{\"" + random.nextInt() + "\":\"" + utf16(bytes) + "\"}";
      case 4 -> pick(random).repeat(1 + random.nextInt(400));
      case 5 -> pick(random) + pick(random);
      case 6 -> "{" + pick(random) + "}";
      default -> pick(random);
    };
  }

  /** Any sequence of units, unpaired surrogates included, which no decoder would make. */
  private static String utf16(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i + 1 < bytes.length; i += 2) {
      text.append((char) ((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff)));
    }
    return text.toString();
  }

  private static String pick(Random random) {
    return SEEDS[random.nextInt(SEEDS.length)];
  }
}
