package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Target;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.organization.UnknownOrganization;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.watch.WatchSettings;
import dev.signalbox.signal.SimulatedProducerFlag;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One organization with its producers, the relay's real slice on a real database, a destination,
 * and what Temporal does about them: retries of killed attempts, zombies that go on after a
 * time-out, runs that end and begin. Chance decides who makes the next step and who is killed.
 */
final class SimulatedWorld {

  private static final Duration LAP = Duration.ofSeconds(12);

  private static final StepSettings SETTINGS =
      new StepSettings(
          LeaseSettings.DEFAULT,
          new OrganizationSettings(UnknownOrganization.CREATE, 1),
          new DrainSettings(LAP.multipliedBy(3), LAP, Duration.ZERO, 3, 2, 4 << 20, 128 << 20, 8),
          new DeliverySettings(8, Duration.ofSeconds(10)),
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
          WatchSettings.DEFAULT,
          new SweepSettings(Duration.ofHours(1), Duration.ZERO, 10));

  /** An event that was refused is due again in a millisecond, which a first sweep may not see. */
  private static final int SWEEPS = 5;

  private final class Attempt {
    final long slice;
    final int number;
    final String run;
    boolean took;
    boolean givenUp;
    boolean late;
    @Nullable SliceResult result;
    final Stage.Actor actor;

    Attempt(String run, long slice, int number) {
      this.run = run;
      this.slice = slice;
      this.number = number;
      this.actor =
          stage.enter(
              run + " slice " + slice + " attempt " + number,
              entered -> () -> drain(this, entered));
    }
  }

  private final Random random;
  private final Stage stage;
  private final GatedDataSource.Stock stock;
  private final SchemaName schema;
  private final OrganizationId organization = new OrganizationId("o-" + UUID.randomUUID());
  private final Map<UUID, String> stored = new LinkedHashMap<>();
  private final List<String> story = new ArrayList<>();
  private final List<UUID> committed = new ArrayList<>();
  private final Map<UUID, String> keys = new HashMap<>();
  private final List<Attempt> doomed = new ArrayList<>();
  private int faults;
  private long nanos;
  private boolean signalsGetLost;

  // what Temporal holds of the one workflow
  private int runs;
  private boolean open;
  private boolean wake;
  private boolean timer;
  private long slice;
  private @Nullable Attempt current;

  SimulatedWorld(long seed, GatedDataSource.Stock stock, SchemaName schema) {
    this.random = new Random(seed);
    this.stage = new Stage(random);
    this.stock = stock;
    this.schema = schema;
    this.faults = random.nextInt(4);
    this.signalsGetLost = random.nextInt(4) == 0;
  }

  /** Runs until nothing moves any more, and then once more after a sweep where signals got lost. */
  void run() throws SQLException {
    int producers = 1 + random.nextInt(3);
    for (int i = 0; i < producers; i++) {
      int number = i;
      stage.enter("producer " + i, actor -> () -> produce(actor, number));
    }
    boolean paused = random.nextInt(4) == 0;
    if (paused) {
      stage.enter("operator", actor -> () -> pauseAndResume(actor));
    }
    settleDown();
    boolean mayNeedSweep = signalsGetLost || paused;
    signalsGetLost = false;
    for (int i = 0; mayNeedSweep && i < SWEEPS && pending() > 0; i++) {
      sweep();
      settleDown();
    }
  }

  /** Wakes nobody: that is left to the sweep, which must not take the organization for quiet. */
  private void pauseAndResume(Stage.Actor actor) throws SQLException {
    change("INSERT INTO {schema}.organization (organization_id, state) VALUES (?, 'paused')");
    story.add("operator paused");
    actor.gate();
    change(
        random.nextBoolean()
            ? "UPDATE {schema}.organization SET state = 'active' WHERE organization_id = ?"
            : "DELETE FROM {schema}.organization WHERE organization_id = ?");
    story.add("operator resumed");
  }

  private void change(String sql) throws SQLException {
    Connection connection = stock.take();
    try (PreparedStatement statement = connection.prepareStatement(schema.in(sql))) {
      statement.setString(1, organization.value());
      statement.executeUpdate();
    } finally {
      stock.giveBack(connection);
    }
  }

  private void settleDown() {
    boolean moved = true;
    while (moved) {
      temporal();
      maybeFault();
      moved = stage.step() || temporal() || fireTimer();
    }
  }

  private void produce(Stage.Actor actor, int number) throws SQLException {
    SimulatedProducerFlag flag = new SimulatedProducerFlag(new GatedDataSource(stock, actor::gate));
    int transactions = 1 + random.nextInt(2);
    for (int i = 0; i < transactions; i++) {
      append(actor, number, 1 + random.nextInt(2));
      if (flag.isSuppressed(organization)) {
        story.add(actor + " suppressed");
      } else {
        actor.gate();
        signal(actor.toString());
      }
    }
  }

  private void append(Stage.Actor actor, int producer, int events) throws SQLException {
    Connection connection = stock.take();
    try (PreparedStatement insert =
        connection.prepareStatement(
            schema.in(
                "INSERT INTO {schema}.outbox_event (event_id, organization_id, event_type,"
                    + " ordering_key, payload) VALUES (?, ?, 'simulated', ?, '{}')"))) {
      connection.setAutoCommit(false);
      List<UUID> ids = new ArrayList<>();
      for (int i = 0; i < events; i++) {
        UUID id = UUID.randomUUID();
        String key = random.nextBoolean() ? "key of producer " + producer : null;
        ids.add(id);
        keys.put(id, String.valueOf(key));
        insert.setObject(1, id);
        insert.setString(2, organization.value());
        insert.setString(3, key);
        insert.executeUpdate();
      }
      actor.gate(); // others may take later ids and commit earlier
      connection.commit();
      committed.addAll(ids);
      story.add("producer " + producer + " committed " + events);
    } finally {
      connection.setAutoCommit(true);
      stock.giveBack(connection);
    }
  }

  private void signal(String who) {
    if (signalsGetLost && random.nextBoolean()) {
      story.add(who + " died before its signal");
      return;
    }
    story.add(who + " signaled");
    if (!open) {
      open = true;
      runs++;
      slice = 0;
      timer = false;
    }
    wake = true;
  }

  private void sweep() throws SQLException {
    DrainSliceComponent relay = relay(() -> {});
    relay.sweep().sweep();
  }

  /** What Temporal and the workflow do next; whether they did anything. */
  private boolean temporal() {
    Attempt attempt = current;
    if (attempt != null) {
      if (stage.isAlive(attempt.actor)) {
        return false;
      }
      SliceResult result = attempt.result;
      current = result == null ? again(attempt) : null;
      if (result != null) {
        follow(result);
      }
      return true;
    }
    if (!open) {
      return false;
    }
    if (wake) {
      wake = false;
      timer = false;
      slice++;
      Attempt first = new Attempt("run " + runs, slice, 1);
      boolean paused = faults > 0 && random.nextInt(4) == 0;
      faults -= paused ? 1 : 0;
      current = paused ? giveUp(first) : first; // a process that stands still before it begins
      return true;
    }
    if (!timer) {
      open = false;
      story.add("run " + runs + " completed");
      return true;
    }
    return false;
  }

  private Attempt again(Attempt killed) {
    return new Attempt(killed.run, killed.slice, killed.number + 1);
  }

  private void follow(SliceResult result) {
    story.add("slice " + slice + " of run " + runs + ": " + result);
    wake |= result.more();
    timer = result.nextDueMillis() != SliceResult.NEVER;
  }

  private boolean fireTimer() {
    if (open && current == null && timer) {
      timer = false;
      wake = true;
      return true;
    }
    return false;
  }

  private void drain(Attempt attempt, Stage.Actor actor) throws Exception {
    SliceRequest request =
        new SliceRequest("default", organization.value(), "", attempt.slice, false, 0);
    Holder holder = new Holder(attempt.run, attempt.slice, attempt.number);
    attempt.late = attempt.givenUp;
    SliceResult result =
        relay(
                () -> {
                  actor.gate();
                  passTime();
                  if (!attempt.took) { // the first transaction takes the lease
                    attempt.took = true;
                    attempt.late = attempt.givenUp;
                  }
                })
            .slice()
            .drain(request, holder, () -> !attempt.givenUp || random.nextBoolean());
    if (attempt.late) {
      signal(actor + ", late,");
    }
    attempt.result = result;
  }

  /** A lap, at times: as a rule one has time for a few steps. */
  private void passTime() {
    if (random.nextInt(8) == 0) {
      nanos += LAP.toNanos();
    }
  }

  private DrainSliceComponent relay(Runnable gate) {
    return DaggerDrainSliceComponent.factory()
        .create(
            new GatedDataSource(stock, gate),
            schema,
            destination(gate),
            organizations -> signal("sweep"),
            Runnable::run,
            () -> nanos,
            SETTINGS);
  }

  /** Refuses at times; stores between two gates, so that a kill can come before and after. */
  private Destination destination(Runnable gate) {
    return (Target target, PendingEvent event) -> {
      gate.run();
      if (random.nextInt(6) == 0) {
        return new DeliveryOutcome.Failed("simulated");
      }
      assertThat(target.organization()).isEqualTo(organization);
      boolean duplicate =
          stored.putIfAbsent(event.eventId(), String.valueOf(event.orderingKey())) != null;
      gate.run();
      return new DeliveryOutcome.Accepted("msg_" + event.eventId(), duplicate);
    };
  }

  private void maybeFault() {
    maybeKillZombie();
    Attempt attempt = current;
    if (faults == 0 || attempt == null || random.nextInt(8) != 0) {
      return;
    }
    faults--;
    if (random.nextBoolean()) {
      story.add(attempt.actor + " killed");
      attempt.actor.kill();
    } else {
      current = giveUp(attempt);
    }
  }

  /**
   * Kills one that has tried to take the lease; only one of the last run, because a later attempt
   * of that run always follows and takes the lease for good. What the flag of a zombie of an
   * earlier run hides is for the sweep to find, once the flag has run out.
   */
  private void maybeKillZombie() {
    doomed.removeIf(zombie -> !zombie.run.equals("run " + runs) || !stage.isAlive(zombie.actor));
    for (Attempt zombie : doomed) {
      if (zombie.took && random.nextInt(4) == 0) {
        story.add(zombie.actor + " killed as a zombie");
        zombie.actor.kill();
      }
    }
  }

  private Attempt giveUp(Attempt attempt) {
    story.add(attempt.actor + " given up");
    attempt.givenUp = true;
    if (random.nextBoolean()) {
      attempt.actor.slowDown();
    }
    if (random.nextBoolean()) {
      doomed.add(attempt);
    }
    return again(attempt);
  }

  /** Nothing committed is pending or missing, and every key is in order. */
  void check() throws SQLException {
    String tale = String.join("\n  ", story);
    assertThat(stage.failures()).as(tale).isEmpty();
    assertThat(pending()).as("stranded events\n  " + tale).isZero();
    assertThat(stored.keySet()).as(tale).containsExactlyInAnyOrderElementsOf(committed);
    assertThat(byKey(stored.keySet())).as(tale).isEqualTo(byKey(committed));
  }

  private Map<String, List<UUID>> byKey(Iterable<UUID> ids) {
    Map<String, List<UUID>> byKey = new HashMap<>();
    for (UUID id : ids) {
      String key = keys.getOrDefault(id, "null");
      if (!key.equals("null")) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(id);
      }
    }
    return byKey;
  }

  private long pending() throws SQLException {
    Connection connection = stock.take();
    try (PreparedStatement count =
        connection.prepareStatement(
            schema.in("SELECT count(*) FROM {schema}.outbox_event WHERE organization_id = ?"))) {
      count.setString(1, organization.value());
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } finally {
      stock.giveBack(connection);
    }
  }
}
