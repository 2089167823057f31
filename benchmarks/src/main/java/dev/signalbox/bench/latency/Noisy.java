package dev.signalbox.bench.latency;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.latency.NoisyCourse.Neighbour;
import dev.signalbox.bench.load.Latencies;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.relay.organization.OrganizationSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Quiet organizations with and without a neighbour that holds a backlog. */
public final class Noisy implements Benchmark {

  private static final String OURS = "signalbox";
  private static final String QUIET_ONLY = "quiet only";
  private static final String NEIGHBOUR_ALONE = "neighbour alone";
  private static final int QUIET = 199;
  private static final int IN_FLIGHT = 64;
  private static final int OF_ONE = OrganizationSettings.DEFAULT.inFlightLimit();
  private static final int PAYLOAD_BYTES = 1024;
  private static final WarmUp OPEN_CONNECTIONS = WarmUp.of(3);
  private static final WarmUp COMPILED = new WarmUp(200, 3, false);

  /**
   * One workload.
   *
   * @param delay after which the stub answers
   * @param rate of all quiet organizations together, a second
   * @param length of a turn, lead-in included
   * @param rows of the neighbour: more than it can deliver in a turn
   * @param capacity whether the neighbour's rate is judged, and what the relay is not is shown: a
   *     neighbour that shares nothing but the machine, and one that shares the queue
   */
  record Shape(
      Duration delay, double rate, Duration length, Duration leadIn, int rows, boolean capacity) {}

  private static final double RATE = 15;
  private static final Duration DELAY = Duration.ofMillis(20);
  private static final Duration LEAD_IN = Duration.ofSeconds(1);

  private static final Shape SLOW =
      new Shape(DELAY, RATE, Duration.ofSeconds(9), LEAD_IN, 9_000, true);
  private static final Shape AT_ONCE =
      new Shape(Duration.ZERO, RATE, Duration.ofSeconds(4), LEAD_IN, 50_000, false);
  private static final Shape QUICK =
      new Shape(DELAY, RATE, Duration.ofSeconds(3), LEAD_IN, 5_000, true);

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    List<Shape> shapes = quick ? List.of(QUICK) : List.of(SLOW, AT_ONCE);
    return shapes.stream()
        .<Plan>map(
            shape ->
                () -> scenario(Stage.of(bed, bed.closing(Stub.start(shape.delay()))), shape, quick))
        .toList();
  }

  static Scenario scenario(Stage stage, Shape shape, boolean quick) {
    return new Scenario(
        "%d quiet organizations at %.0f events/s together, a neighbour with %,d rows, answers after"
                .formatted(QUIET, shape.rate(), shape.rows())
            + " %d ms".formatted(shape.delay().toMillis()),
        contenders(stage, shape, quick ? OPEN_CONNECTIONS : COMPILED),
        shape.capacity()
            ? List.of(
                target(Latencies.P50, QUIET_ONLY, Bound.AT_MOST, 1.05),
                target(Latencies.P99, QUIET_ONLY, Bound.AT_MOST, 1.25),
                target(NoisyCourse.NEIGHBOUR_RATE, NEIGHBOUR_ALONE, Bound.AT_LEAST, 0.9))
            : List.of(target(Latencies.P99, QUIET_ONLY, Bound.AT_MOST, 2)),
        notMeasured(shape, quick));
  }

  private static List<Contender> contenders(Stage stage, Shape shape, WarmUp warmUp) {
    Load quiet =
        new Load(
            turn -> new Arrivals(turn).ofEqual(QUIET, shape.rate(), shape.length()),
            shape.leadIn(),
            warmUp,
            PAYLOAD_BYTES,
            Span.SCHEDULE_TO_ANSWER);
    Load nobody = quiet.withArrivals(turn -> List.of());
    Neighbour none = new Neighbour(0, false, shape.length(), 0);
    Neighbour lasting = new Neighbour(shape.rows(), true, shape.length(), 0);
    List<Contender> contenders = new ArrayList<>();
    contenders.add(relay(stage, QUIET_ONLY, Role.FLOOR, quiet, none));
    contenders.add(relay(stage, OURS, Role.OURS, quiet, lasting));
    if (shape.capacity()) {
      contenders.add(
          relay(
              stage,
              NEIGHBOUR_ALONE,
              Role.FLOOR,
              nobody,
              new Neighbour(shape.rows(), true, shape.length(), shape.rate())));
      contenders.add(
          new Contender(
              "quiet beside a bare loop",
              Role.REFERENCE,
              Map.of(
                  "relay",
                  "defaults, one worker, for the quiet ones alone",
                  "neighbour",
                  "posted from memory, %d in flight; no database, no Temporal".formatted(OF_ONE)),
              new NoisyCourse(stage, Noisy::besideLoop, quiet, lasting)));
      contenders.add(
          new Contender(
              "one shared queue",
              Role.REFERENCE,
              Map.of("order", "by id, over all organizations", "in flight", "" + IN_FLIGHT),
              new NoisyCourse(
                  stage,
                  on -> new FifoChain(on.databases().get(), on.stub().url(), IN_FLIGHT),
                  quiet,
                  new Neighbour(shape.rows() * IN_FLIGHT / OF_ONE, false, shape.length(), 0))));
    }
    return contenders;
  }

  private static Contender relay(
      Stage stage, String name, Role role, Load quiet, Neighbour neighbour) {
    return new Contender(
        name,
        role,
        Map.of("relay", "defaults (64 in flight, 16 of one organization), one worker"),
        new NoisyCourse(stage, Noisy::relay, quiet, neighbour));
  }

  private static RelayChain relay(Stage on) throws SQLException {
    return new RelayChain(on.databases().get(), on.temporal().get(), on.stub().url());
  }

  private static BareNeighbourChain besideLoop(Stage on) throws SQLException {
    return new BareNeighbourChain(relay(on), on.stub().url(), OF_ONE);
  }

  private static Target target(String figure, String base, Bound bound, double limit) {
    return new Target(figure, OURS, new Base.Named(base), bound, limit);
  }

  private static List<String> notMeasured(Shape shape, boolean quick) {
    List<String> notMeasured = new ArrayList<>();
    notMeasured.add(
        "a backlog of 100,000 rows: the neighbour has as many as outlast a turn; the shared queue's"
            + " latency grows with them, the relay's does not.");
    if (quick) {
      notMeasured.add("answers at once: not with --quick.");
    } else if (!shape.capacity()) {
      notMeasured.add(
          "the neighbour alone, the bare loop and the shared queue: with answers after 20 ms"
              + " only.");
    }
    return notMeasured;
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "latency",
        "of quiet organizations, " + Span.SCHEDULE_TO_ANSWER.words(),
        "arrivals",
        "open loop, Poisson, quiet organizations alike, %.0f/s together (at 1/s each their wakes"
                .formatted(RATE)
            + " alone would fill the Temporal server)",
        NoisyCourse.NEIGHBOUR_RATE,
        "of '%s': less the quiet ones' rate, which is what they leave".formatted(NEIGHBOUR_ALONE),
        "payload",
        PAYLOAD_BYTES + " bytes",
        "stub",
        "a process of its own");
  }
}
