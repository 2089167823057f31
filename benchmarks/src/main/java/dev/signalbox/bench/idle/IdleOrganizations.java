package dev.signalbox.bench.idle;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.bench.worker.MeasuredProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** 100,000 organizations that were delivered once, and then silence. */
public final class IdleOrganizations implements Benchmark {

  static final String OURS = "signalbox";

  private static final int ORGANIZATIONS = 100_000;
  private static final String FLOOR = "the same worker without organizations";

  /** As long as from one sweep to the next by default. */
  private static final Duration FULL = Duration.ofSeconds(90);

  private static final Duration QUICK = Duration.ofSeconds(15);
  private static final double POLLS_A_MINUTE = 12;

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    return List.of(() -> scenario(bed, quick ? QUICK : FULL));
  }

  private static Scenario scenario(TestBed bed, Duration window) throws Exception {
    Stub stub = bed.closing(Stub.start());
    Silence silence = bed.closing(new Silence(bed, stub, new Silence.Plan(window, Map.of())));
    silence.add(0);
    silence.add(ORGANIZATIONS);
    silence.settle();
    return new Scenario(
        "%,d organizations, %d s of silence".formatted(ORGANIZATIONS, window.toSeconds()),
        List.of(
            new Contender(OURS, Role.OURS, Map.of(), measured(silence, ORGANIZATIONS)),
            new Contender(FLOOR, Role.FLOOR, Map.of(), measured(silence, 0)),
            new Contender(
                "a poller per organization, every 5 s, by arithmetic",
                Role.REFERENCE,
                Map.of(
                    "statements", "one per poll",
                    "actions", "a timer and an activity per poll"),
                computed())),
        List.of(
            itself(IdleFigures.RUNS, 0),
            itself(IdleFigures.ACTIONS, 3),
            itself(IdleFigures.STATEMENTS, 2),
            new Target(IdleFigures.CPU, OURS, new Base.Named(FLOOR), Bound.AT_MOST, 1.02),
            itself(IdleFigures.SWEEP, 5)),
        List.of(
            "ten minutes of silence: each turn is %d s of the same one, and meets none, one or two"
                    .formatted(window.toSeconds())
                + " of the sweeps, which come every 90 s, give or take a quarter; what each costs"
                + " Temporal is told beside.",
            "100,000 closed workflows at Temporal: the state was written by SQL, as deliveries"
                + " leave it; at 60 to 80 wakes a second they would take half an hour.",
            "the processor time of PostgreSQL and Temporal."));
  }

  private static Course measured(Silence silence, int organizations) {
    return new Course() {
      @Override
      public void prepare() {}

      @Override
      public Map<String, Double> run() throws Exception {
        return silence.figures(organizations);
      }
    };
  }

  private static Course computed() {
    return new Course() {
      @Override
      public void prepare() {}

      @Override
      public Map<String, Double> run() {
        return Map.of(
            IdleFigures.STATEMENTS, POLLS_A_MINUTE * ORGANIZATIONS,
            IdleFigures.ACTIONS, 2 * POLLS_A_MINUTE * ORGANIZATIONS);
      }
    };
  }

  private static Target itself(String figure, double limit) {
    return new Target(figure, OURS, new Base.Itself(), Bound.AT_MOST, limit);
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "relay", "defaults, one worker in a process of its own; a sweep every 90 s",
        "JVM", String.join(" ", MeasuredProcess.TIGHT_HEAP),
        "turns", "both workers are idle at the same time and measured over the same stretch",
        "actions",
            "a firing of the schedule is three, with the start of its workflow; an activity"
                + " one",
        "statements", "all of the worker's but BEGIN and COMMIT",
        "WAL", "of the worker's sessions");
  }
}
