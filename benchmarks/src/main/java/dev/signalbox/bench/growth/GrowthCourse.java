package dev.signalbox.bench.growth;

import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.drain.Figures;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.bench.relay.RelaySettings;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.contract.Source;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Drains what one size says, and times it from the signals, or from the settlement of its lead, to
 * the last settlement. Statements and WAL are of everything that was settled, its lead included.
 */
final class GrowthCourse implements Course {

  static final String STATEMENTS = "statements/event";
  static final String WAL = "WAL bytes/event";

  private static final int LOT = 1_000;
  private static final long LOT_BYTES = 8 << 20;

  private final Supplier<PostgresDatabase> databases;
  private final TemporalService temporal;
  private final URI svix;
  private final Size size;
  private final Messages messages;
  private final List<RelayRig> rigs = new ArrayList<>();
  private @Nullable Ground ground;

  /** What stays from round to round where a round leaves events behind. */
  private record Ground(PostgresDatabase database, Source source, PendingRows pending) {}

  GrowthCourse(
      Supplier<PostgresDatabase> databases, TemporalService temporal, URI svix, Size size) {
    this.databases = databases;
    this.temporal = temporal;
    this.svix = svix;
    this.size = size;
    this.messages = new Messages(size.payloadBytes());
  }

  @Override
  public void prepare() throws Exception {
    close();
    Ground kept = size.leavesSome() ? ground : null;
    Ground now = kept == null ? freshGround() : kept;
    ground = now;
    for (int i = 0; i < size.workers(); i++) {
      rigs.add(
          new RelayRig(
              now.database(),
              temporal,
              svix,
              Stub.TOKEN,
              RelaySettings.withoutSweep(),
              now.source()));
    }
    RelayRig first = rigs.get(0);
    if (kept == null) {
      append(first, bystanders());
    }
    appendBacklog(first, size.rows() - now.pending().count());
    first.checkpoint();
  }

  private Ground freshGround() {
    PostgresDatabase database = databases.get();
    return new Ground(database, RelayRig.newSource(), new PendingRows(database));
  }

  private List<String> organizations() {
    return IntStream.range(0, size.organizations()).mapToObj(i -> "org-" + i).toList();
  }

  private List<OutboxEvent> bystanders() {
    return IntStream.range(0, size.bystanders()).mapToObj(i -> event("bystander-" + i)).toList();
  }

  private void appendBacklog(RelayRig rig, long events) throws SQLException {
    List<String> organizations = organizations();
    int lot = (int) Math.max(1, Math.min(LOT, LOT_BYTES / size.payloadBytes()));
    for (long appended = 0; appended < events; appended += lot) {
      List<OutboxEvent> part = new ArrayList<>();
      for (long i = appended; i < Math.min(events, appended + lot); i++) {
        part.add(event(organizations.get((int) (i % organizations.size()))));
      }
      append(rig, part);
    }
  }

  private static void append(RelayRig rig, List<OutboxEvent> events) throws SQLException {
    if (!events.isEmpty()) {
      rig.append(events);
    }
  }

  private OutboxEvent event(String organization) {
    var message = messages.one(organization);
    return OutboxEvent.of(organization, message.type(), message.payload());
  }

  @Override
  public Map<String, Double> run() throws Exception {
    Ground prepared = ground;
    if (prepared == null || rigs.isEmpty()) {
      throw new IllegalStateException("A round is prepared first.");
    }
    PendingRows pending = prepared.pending();
    String first = organizations().get(0);
    PendingRows.Range lead = pending.first(first, size.lead());
    PendingRows.Range all = pending.first(first, size.lead() + size.measured());
    long statements = statements();
    long wal = pending.walPosition();
    Figures fromTheSignals = new Figures();
    organizations().forEach(rigs.get(0)::signal);
    Figures figures = size.lead() == 0 ? fromTheSignals : figuresAfter(lead, pending);
    pending.awaitSettled(all);
    Map<String, Double> measured = new HashMap<>(figures.of(size.measured()));
    long statementsAtTheEnd = statements();
    double walBytes = pending.walPosition() - wal;
    double settled = size.rows() - pending.count();
    measured.put(STATEMENTS, (statementsAtTheEnd - statements) / settled);
    measured.put(WAL, walBytes / settled);
    close(); // so that it takes nothing from the next one's turn
    return measured;
  }

  private static Figures figuresAfter(PendingRows.Range settled, PendingRows pending)
      throws SQLException {
    pending.awaitSettled(settled);
    return new Figures();
  }

  private long statements() {
    return rigs.stream().mapToLong(rig -> rig.counter().statements()).sum();
  }

  @Override
  public void close() {
    rigs.forEach(RelayRig::close);
    rigs.clear();
  }
}
