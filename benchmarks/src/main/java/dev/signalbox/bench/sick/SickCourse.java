package dev.signalbox.bench.sick;

import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.load.EvenLoad;
import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events of all organizations at given times. The sick ones are refused from the beginning, for a
 * while; the course ends when everything has been delivered, or patience has.
 */
final class SickCourse implements Course {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Supplier<PostgresDatabase> databases;
  private final TemporalService temporal;
  private final Ward ward;
  private @Nullable PostgresDatabase database;
  private @Nullable SvixEmulator svix;
  private @Nullable RelayRig rig;

  SickCourse(Supplier<PostgresDatabase> databases, TemporalService temporal, Ward ward) {
    this.databases = databases;
    this.temporal = temporal;
    this.ward = ward;
  }

  /** All organizations have an application and a slice that lingers when it begins. */
  @Override
  public void prepare() throws Exception {
    close();
    PostgresDatabase fresh = databases.get();
    database = fresh;
    SvixEmulator emulator = SvixEmulator.start();
    svix = emulator;
    RelayRig started =
        new RelayRig(
            fresh, temporal, URI.create(emulator.url()), emulator.token(), SickSettings.relay());
    rig = started;
    List<OutboxEvent> first = new ArrayList<>();
    for (String organization : ward.organizations()) {
      first.add(event(organization, EventId.mint()));
    }
    started.appendAndSignal(first);
    if (!emulator.ledger().awaitMessages(first.size(), PATIENCE)) {
      throw new IllegalStateException("The first events have not been delivered.");
    }
  }

  @Override
  public Map<String, Double> run() throws Exception {
    PostgresDatabase outbox = database;
    SvixEmulator emulator = svix;
    RelayRig prepared = rig;
    if (outbox == null || emulator == null || prepared == null) {
      throw new IllegalStateException("A round is prepared first.");
    }
    ward.patients()
        .forEach((organization, sickness) -> emulator.faults().inject(sickness.of(organization)));
    List<String> organizations = ward.organizations();
    Sent sent = new Sent();
    AtomicBoolean recovered = new AtomicBoolean();
    EvenLoad loop = new EvenLoad(ward.events(), ward.span());
    loop.run(
        (number, scheduled) -> {
          if (sent.sinceStart(scheduled).compareTo(ward.sickness()) >= 0
              && recovered.compareAndSet(false, true)) {
            emulator.faults().clear();
            sent.recovered();
          }
          String organization = organizations.get(number % organizations.size());
          EventId id = EventId.mint();
          sent.add(id, organization, scheduled);
          prepared.appendAndSignal(List.of(event(organization, id)));
        });
    boolean all =
        emulator.ledger().awaitMessages(ward.events() + (long) organizations.size(), PATIENCE);
    if (all) {
      prepared.awaitDelivered();
    }
    return new Outcome(ward, sent, emulator.ledger(), outbox.dataSource()).figures();
  }

  private static OutboxEvent event(String organization, EventId id) {
    return OutboxEvent.of(organization, "order.placed", "{\"order\":\"%s\"}".formatted(id))
        .withId(id);
  }

  @Override
  public void close() {
    if (rig != null) {
      rig.close();
      rig = null;
    }
    if (svix != null) {
      svix.close();
      svix = null;
    }
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
