package dev.signalbox.bench.sick;

import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.load.EvenLoad;
import dev.signalbox.bench.sick.Carrier.Committed;
import dev.signalbox.outbox.EventId;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.time.Duration;
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
  private final Carrier.Opening opening;
  private final Ward ward;
  private @Nullable PostgresDatabase database;
  private @Nullable SvixEmulator svix;
  private @Nullable Carrier carrier;

  SickCourse(Supplier<PostgresDatabase> databases, Carrier.Opening opening, Ward ward) {
    this.databases = databases;
    this.opening = opening;
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
    Carrier started = opening.open(fresh, emulator, ward.organizations());
    carrier = started;
    List<Committed> first =
        ward.organizations().stream().map(name -> new Committed(EventId.mint(), name)).toList();
    started.commit(first);
    if (!emulator.ledger().awaitMessages(first.size(), PATIENCE)) {
      throw new IllegalStateException("The first events have not been delivered.");
    }
  }

  @Override
  public Map<String, Double> run() throws Exception {
    try {
      return measured();
    } finally {
      close(); // so that it takes nothing from the next contender's turn
    }
  }

  private Map<String, Double> measured() throws Exception {
    SvixEmulator emulator = svix;
    Carrier prepared = carrier;
    if (emulator == null || prepared == null) {
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
          prepared.commit(List.of(new Committed(id, organization)));
        });
    boolean all =
        emulator.ledger().awaitMessages(ward.events() + (long) organizations.size(), PATIENCE);
    if (all) {
      prepared.awaitDelivered();
    }
    return new Outcome(ward, sent, emulator.ledger(), prepared).figures();
  }

  @Override
  public void close() {
    if (carrier != null) {
      carrier.close();
      carrier = null;
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
