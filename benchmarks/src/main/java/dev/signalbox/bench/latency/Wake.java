package dev.signalbox.bench.latency;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.floor.BareDrain;
import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.load.Latencies;
import dev.signalbox.bench.relay.RelaySettings;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.relay.StepSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Organizations that are idle until their one event of a turn comes. */
public final class Wake implements Benchmark {

  private static final String OURS = "signalbox";
  private static final String SIGNAL_FLOOR = "signal, workflow, POST";
  private static final String HOOK_FLOOR = "commit hook, POST";
  private static final String POLLER = "5 s poller";
  private static final int ORGANIZATIONS = 1_000;
  private static final int PAYLOAD_BYTES = 1024;
  private static final String FIRST_EVENT = "signalbox, an organization's first event";

  /**
   * How much is done in a turn.
   *
   * @param rate events a second
   * @param events of this project and the floor that it is judged by
   * @param fewer those of the others; the first ones of the same arrivals
   * @param pause of the poller, over which its events are spread
   * @param warmUp of all but the poller
   * @param relay its settings
   * @param everybody whether all take part
   */
  record Size(
      double rate,
      int events,
      int fewer,
      Duration pause,
      WarmUp warmUp,
      StepSettings relay,
      boolean everybody) {

    /** As many as come within a pause, so that they meet all of its parts. */
    int pollerEvents() {
      return (int) (rate * pause.toMillis() / 1_000);
    }
  }

  /** At a few events a second it would take minutes until the code is compiled. */
  private static final Size FULL =
      new Size(
          5, 30, 10, Duration.ofSeconds(5), new WarmUp(400, 5, false), StepSettings.DEFAULT, true);

  /** Its organizations are idle again after a second. */
  private static final Size QUICK =
      new Size(
          5,
          12,
          8,
          Duration.ofSeconds(5),
          WarmUp.of(5),
          RelaySettings.withLinger(Duration.ofSeconds(1)),
          false);

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    return List.of(() -> scenario(Stage.of(bed, bed.closing(Stub.start())), quick ? QUICK : FULL));
  }

  static Scenario scenario(Stage stage, Size size) {
    return new Scenario(
        "%,d idle organizations, %.0f events/s".formatted(ORGANIZATIONS, size.rate()),
        contenders(stage, size),
        List.of(
            target(Latencies.P50, SIGNAL_FLOOR, 1.3),
            target(Latencies.P99, SIGNAL_FLOOR, 1.5),
            target(Latencies.P50, POLLER, 0.01)),
        notMeasured(size));
  }

  private static List<Contender> contenders(Stage stage, Size size) {
    Load all = load(size, size.events());
    Load some = load(size, size.fewer());
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        contender(
            SIGNAL_FLOOR,
            Role.FLOOR,
            Map.of("worker", "one, virtual threads", "database", "none"),
            new LatencyCourse(
                stage,
                (database, stub) -> new TemporalFloorChain(stage.temporal().get(), stub),
                all)));
    contenders.add(
        contender(
            OURS,
            Role.OURS,
            Map.of(
                "relay",
                "linger %s, else defaults, one worker".formatted(size.relay().drain().linger()),
                "organizations",
                "each has had an event before, and no workflow of it runs any more"),
            relay(stage, size, all.withWarmUp(size.warmUp().withKnown()))));
    contenders.add(
        contender(
            "signal, workflow, page, POST",
            Role.REFERENCE,
            BareDrain.settings(),
            new LatencyCourse(
                stage,
                (database, stub) -> new OutboxFloorChain(database, stage.temporal().get(), stub),
                all)));
    contenders.add(
        contender(
            FIRST_EVENT,
            Role.REFERENCE,
            Map.of("organizations", "no lease, no application that is remembered"),
            relay(stage, size, all)));
    contenders.add(
        contender(
            HOOK_FLOOR, Role.REFERENCE, Map.of(), new LatencyCourse(stage, HookChain::new, some)));
    contenders.add(
        contender(
            POLLER,
            Role.REFERENCE,
            Map.of("rows", "50 a look, one POST after the other"),
            new LatencyCourse(
                stage,
                (database, stub) -> new PollerChain(database, stub, size.pause()),
                load(size, size.pollerEvents()).withWarmUp(WarmUp.NONE))));
    contenders.add(
        contender(
            "gruelbox transaction-outbox",
            Role.PEER,
            GruelboxChain.SETTINGS,
            new LatencyCourse(stage, GruelboxChain::new, some)));
    if (size.everybody()) {
      contenders.add(
          contender(
              "NOTIFY listener",
              Role.REFERENCE,
              Map.of("listener", "one connection"),
              new LatencyCourse(stage, NotifyChain::new, some)));
      contenders.add(
          contender(
              "namastack-outbox",
              Role.PEER,
              NamastackChain.SETTINGS,
              new LatencyCourse(stage, NamastackChain::new, some)));
    }
    return contenders;
  }

  private static Contender contender(
      String name, Role role, Map<String, String> settings, LatencyCourse course) {
    return new Contender(name, role, settings, course);
  }

  private static LatencyCourse relay(Stage stage, Size size, Load load) {
    return new LatencyCourse(
        stage,
        (database, stub) -> new RelayChain(database, stage.temporal().get(), stub, size.relay()),
        load);
  }

  private static Load load(Size size, int events) {
    return new Load(
        turn -> new Arrivals(turn).ofIdle(ORGANIZATIONS, size.rate(), events),
        Duration.ZERO,
        size.warmUp(),
        PAYLOAD_BYTES,
        Span.COMMIT_TO_FIRST_BYTE);
  }

  private static Target target(String figure, String base, double limit) {
    return new Target(figure, OURS, new Base.Named(base), Bound.AT_MOST, limit);
  }

  private static List<String> notMeasured(Size size) {
    List<String> notMeasured = new ArrayList<>();
    notMeasured.add(
        "a hand-off within the producer's process, which is aimed at 1.5 × the commit hook: this"
            + " project has none.");
    if (!size.everybody()) {
      notMeasured.add("NOTIFY listener and namastack-outbox: not with --quick.");
    }
    return notMeasured;
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    Size size = quick ? QUICK : FULL;
    return Map.of(
        "latency",
        Span.COMMIT_TO_FIRST_BYTE.words(),
        "arrivals",
        "open loop, Poisson, each organization at most once in a turn",
        "events per turn",
        "%d (floor, signalbox), %d (others, the first of the same arrivals); p99 of so few is"
                .formatted(size.events(), size.fewer())
            + " their largest",
        "rate",
        "5/s instead of 1/s, so that a turn takes seconds",
        "warm-up",
        "%d events of other organizations before the first turn, %d before each"
            .formatted(size.warmUp().first(), size.warmUp().each()),
        "payload",
        PAYLOAD_BYTES + " bytes",
        "stub",
        "a process of its own, answers at once");
  }
}
