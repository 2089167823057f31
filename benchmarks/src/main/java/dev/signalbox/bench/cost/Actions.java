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
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Temporal's share of 1,000 events. */
public final class Actions implements Benchmark {

  private static final String OURS = "signalbox";
  private static final Duration SPAN = Duration.ofSeconds(10);

  static final Shape ONE_TRANSACTION = new Shape(1, 1, Duration.ZERO);
  static final Shape ONE_ORGANIZATION = new Shape(1_000, 1, SPAN);
  static final Shape HUNDRED_ORGANIZATIONS = new Shape(1_000, 100, SPAN);

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    Plan one = () -> scenario(bed, "one transaction", ONE_TRANSACTION, 4);
    Plan steady =
        () -> scenario(bed, "1,000 transactions, one organization, 10 s", ONE_ORGANIZATION, 20);
    Plan spread =
        () ->
            scenario(
                bed, "1,000 transactions, 100 organizations, 10 s", HUNDRED_ORGANIZATIONS, 300);
    return quick ? List.of(one) : List.of(one, steady, spread);
  }

  private static Scenario scenario(TestBed bed, String name, Shape shape, double limit) {
    return new Scenario(
        name,
        List.of(new Contender(OURS, Role.OURS, Map.of(), new ActionsCourse(bed, shape))),
        List.of(new Target(ActionsCourse.ACTIONS, OURS, new Base.Itself(), Bound.AT_MOST, limit)),
        List.of(
            "the reference shapes: a poller that runs an activity per 50 rows and a signal per"
                + " event are not built; by arithmetic they cost 20 to 60, and 1,000 or more."));
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "relay", "defaults, one worker",
        "Svix", "the emulator, in the same process",
        "counted", "in the histories of all runs, when all have ended");
  }
}
