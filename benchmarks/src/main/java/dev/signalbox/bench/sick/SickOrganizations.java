package dev.signalbox.bench.sick;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.load.Latencies;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One organization in twenty is sick for a while. */
public final class SickOrganizations implements Benchmark {

  private static final String OURS = "signalbox, 5 % sick";
  private static final String FLOOR = "signalbox, healthy ones only";

  private static final Ward FULL =
      new Ward(57, 3, 4, Duration.ofSeconds(10), Duration.ofSeconds(7));
  private static final Ward QUICK =
      new Ward(57, 3, 4, Duration.ofSeconds(5), Duration.ofSeconds(3));

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    return List.of(() -> scenario(bed, quick ? QUICK : FULL));
  }

  private static Scenario scenario(TestBed bed, Ward ward) {
    return new Scenario(
        "%d organizations at %d events/s each for %d s, %d of them sick for %d s"
            .formatted(
                ward.healthy() + ward.sick(),
                ward.rate(),
                ward.span().toSeconds(),
                ward.sick(),
                ward.sickness().toSeconds()),
        List.of(
            new Contender(FLOOR, Role.FLOOR, Map.of(), course(bed, ward.healthyOnly())),
            new Contender(
                OURS,
                Role.OURS,
                Map.of("sick", "one gets 500, one 429 with Retry-After: 1, one hangs"),
                course(bed, ward)),
            new Contender(
                "gruelbox, healthy ones only",
                Role.REFERENCE,
                GruelboxCarrier.SETTINGS,
                gruelbox(bed, ward.healthyOnly())),
            new Contender(
                "gruelbox, 5 % sick", Role.PEER, GruelboxCarrier.SETTINGS, gruelbox(bed, ward))),
        List.of(
            new Target(Outcome.RATE, OURS, new Base.Named(FLOOR), Bound.AT_LEAST, 0.97),
            new Target(Latencies.P99, OURS, new Base.Named(FLOOR), Bound.AT_MOST, 1.3),
            new Target(Outcome.REQUESTS, OURS, new Base.Itself(), Bound.AT_MOST, 1),
            new Target(Outcome.LOST, OURS, new Base.Itself(), Bound.AT_MOST, 0),
            new Target(Outcome.DUPLICATED, OURS, new Base.Itself(), Bound.AT_MOST, 0)),
        List.of(
            "five minutes of sickness: the times of relay and sickness are shortened together.",
            "the rate of the recovery beside that of a drain: three organizations are too few to"
                + " be a load."));
  }

  private static SickCourse course(TestBed bed, Ward ward) {
    return new SickCourse(
        bed::newDatabase,
        (database, svix, organizations) -> new RelayCarrier(database, bed.temporal(), svix),
        ward);
  }

  private static SickCourse gruelbox(TestBed bed, Ward ward) {
    return new SickCourse(bed::newDatabase, GruelboxCarrier::new, ward);
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "relay", "defaults but for what follows, one worker, in the process of the harness",
        "call timeout", "%d s (default 10 s)".formatted(SickSettings.CALL_TIMEOUT.toSeconds()),
        "hang", "%d s".formatted(SickSettings.HANG.toSeconds()),
        "backoff",
            "%d ms, doubling up to %d s (default 5 s and 10 min)"
                .formatted(
                    SickSettings.BACKOFF.base().toMillis(), SickSettings.BACKOFF.cap().toSeconds()),
        "Svix", "the emulator, in the same process; its ledger is compared with what was appended",
        "latency", "from the time at which an event was due to its storage at Svix",
        "start", "every organization has had one event, and its slice still lingers");
  }
}
