package dev.signalbox.bench.cost;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.cost.ActionsCourse.Shape;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.stub.Stub;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Temporal's share of 1,000 events. */
public final class Actions implements Benchmark {

  private static final String OURS = "signalbox";
  private static final int EVENTS = 1_000;
  private static final Duration SPAN = Duration.ofSeconds(10);

  static final Shape ONE_TRANSACTION = new Shape(EVENTS, 1, 1, Duration.ZERO);
  static final Shape ONE_ORGANIZATION = new Shape(EVENTS, EVENTS, 1, SPAN);
  static final Shape HUNDRED_ORGANIZATIONS = new Shape(EVENTS, EVENTS, 100, SPAN);
  static final Shape AN_EVENT_EACH = new Shape(EVENTS, EVENTS, EVENTS, SPAN);

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    Plan one = plan(bed, "one transaction", ONE_TRANSACTION, 4);
    if (quick) {
      return List.of(one);
    }
    return List.of(
        one,
        plan(bed, "1,000 transactions, one organization, 10 s", ONE_ORGANIZATION, 20),
        plan(bed, "1,000 transactions, 100 organizations, 10 s", HUNDRED_ORGANIZATIONS, 300),
        plan(bed, "1,000 transactions, 1,000 organizations, 10 s", AN_EVENT_EACH, 2_000));
  }

  private static Plan plan(TestBed bed, String name, Shape shape, double limit) {
    return () -> scenario(bed, bed.closing(Stub.start()).url(), name, shape, limit);
  }

  private static Scenario scenario(TestBed bed, URI stub, String name, Shape shape, double limit) {
    Shape less = shape.tenth();
    return new Scenario(
        name,
        List.of(
            new Contender(
                OURS,
                Role.OURS,
                Map.of(),
                new ActionsCourse(
                    bed::newDatabase,
                    database -> new SignalboxRelayer(database, bed.temporal()),
                    shape)),
            new Contender(
                "a signal per event",
                Role.REFERENCE,
                Map.of(
                    "each signal", "runs an activity that delivers and deletes what is there",
                    "events", "a tenth: of the organizations, or of the time where there is one"),
                new ActionsCourse(
                    bed::newDatabase,
                    database -> new SignalPerEvent(database, bed.temporal(), stub),
                    less))),
        List.of(new Target(ActionsCourse.ACTIONS, OURS, new Base.Itself(), Bound.AT_MOST, limit)),
        List.of(
            "a poller that runs an activity per 50 rows: by arithmetic 20 for 1,000 events, and 24"
                + " a minute, an activity and a timer every 5 s, when there are none."));
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "relay", "defaults, one worker",
        "Svix", "the emulator, in the same process; for the reference a stub",
        "counted", "in the histories of all runs, when all have ended");
  }
}
