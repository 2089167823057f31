package dev.signalbox.bench.latency;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
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

/** Traffic that never stops, of many organizations, most of it of a few. */
public final class Steady implements Benchmark {

  private static final String OURS = "signalbox";
  private static final String LONG_LINGER = "signalbox, linger of 25 s";
  private static final String LOOP = "bare loop";
  private static final String NAMASTACK = "namastack-outbox";
  private static final String DB_SCHEDULER = "db-scheduler";
  private static final int ORGANIZATIONS = 200;
  private static final int PAYLOAD_BYTES = 1024;
  private static final int WARM_UP = 3;

  /**
   * How much is done in a turn.
   *
   * @param rate events a second
   * @param length of the arrivals, lead-in included
   * @param leadIn until as many organizations are warm as this rate keeps warm
   * @param longLinger whether a linger of 25 s takes part, which a short lead-in cannot show
   */
  record Size(double rate, Duration length, Duration leadIn, boolean longLinger) {}

  /**
   * What counts is a third of a slice's time. Organizations begin over 15 s, and their slices end
   * after 60 s, so that the ends of a quarter come within it, in its last four seconds; a third
   * would be as often as ever. By arithmetic 0.7 in 100 events come after 25 s of silence, and 4.8
   * after 10 s.
   */
  private static final Size FULL =
      new Size(100, Duration.ofSeconds(64), Duration.ofSeconds(44), true);

  private static final Size QUICK =
      new Size(100, Duration.ofSeconds(15), Duration.ofSeconds(12), false);

  /** Organizations begin over a part of the lead-in, so that their slices do not end together. */
  private static final int STAGGER = 3;

  /** As often as the relay looks for events of an organization that is awake. */
  private static final Duration OFTEN = Duration.ofMillis(10);

  private static final Duration LONG = Duration.ofSeconds(25);

  /** Enough for those who need not wake up 200 organizations first. */
  private static final Duration SHORT_LEAD_IN = Duration.ofMillis(500);

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    return List.of(() -> scenario(Stage.of(bed, bed.closing(Stub.start())), quick ? QUICK : FULL));
  }

  static Scenario scenario(Stage stage, Size size) {
    Load load =
        new Load(
            turn -> arrivals(new Arrivals(turn), size),
            size.leadIn(),
            WarmUp.of(WARM_UP),
            PAYLOAD_BYTES,
            Span.SCHEDULE_TO_ANSWER);
    return new Scenario(
        "%d organizations, %.0f events/s".formatted(ORGANIZATIONS, size.rate()),
        contenders(stage, size, load),
        List.of(
            target(Latencies.P50, LOOP, 2),
            target(Latencies.P99, LOOP, 2),
            target(Latencies.P99, NAMASTACK, 0.2),
            target(Latencies.P99, DB_SCHEDULER, 0.2)),
        notMeasured(size));
  }

  /** Nothing that counts is left out, for all have begun before. */
  private static List<Arrival> arrivals(Arrivals arrivals, Size size) {
    return arrivals.staggered(
        arrivals.ofZipf(ORGANIZATIONS, size.rate(), size.length()),
        size.leadIn().dividedBy(STAGGER));
  }

  private static List<Contender> contenders(Stage stage, Size size, Load load) {
    Load shorter = load.withLeadIn(SHORT_LEAD_IN);
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Contender(
            LOOP,
            Role.FLOOR,
            Map.of("database", "none"),
            new LatencyCourse(stage, (database, stub) -> new BareLoopChain(stub), shorter)));
    contenders.add(
        new Contender(
            "commit hook, POST",
            Role.REFERENCE,
            Map.of("row", "inserted, committed, posted, deleted"),
            new LatencyCourse(stage, HookChain::new, shorter)));
    contenders.add(
        new Contender(
            "poller, every %d ms".formatted(OFTEN.toMillis()),
            Role.REFERENCE,
            Map.of(
                "shape", "a page of 50, one POST after the other, each row marked; no Temporal",
                "threads", "one"),
            new LatencyCourse(
                stage, (database, stub) -> new PollerChain(database, stub, OFTEN), shorter)));
    contenders.add(
        new Contender(
            OURS,
            Role.OURS,
            Map.of("relay", "defaults, one worker"),
            relay(stage, StepSettings.DEFAULT, load)));
    if (size.longLinger()) {
      contenders.add(
          new Contender(
              LONG_LINGER,
              Role.REFERENCE,
              Map.of("relay", "SIGNALBOX_LINGER 25 s; else defaults, one worker"),
              relay(stage, RelaySettings.withLinger(LONG), load)));
    }
    contenders.add(
        new Contender(
            "gruelbox transaction-outbox",
            Role.PEER,
            GruelboxChain.SETTINGS,
            new LatencyCourse(stage, GruelboxChain::new, shorter)));
    contenders.add(
        new Contender(
            NAMASTACK,
            Role.PEER,
            NamastackChain.SETTINGS,
            new LatencyCourse(stage, NamastackChain::new, shorter)));
    contenders.add(
        new Contender(
            DB_SCHEDULER,
            Role.PEER,
            DbSchedulerChain.SETTINGS,
            new LatencyCourse(stage, DbSchedulerChain::new, shorter)));
    return contenders;
  }

  private static LatencyCourse relay(Stage stage, StepSettings settings, Load load) {
    return new LatencyCourse(
        stage,
        (database, stub) -> new RelayChain(database, stage.temporal().get(), stub, settings),
        load);
  }

  private static List<String> notMeasured(Size size) {
    return size.longLinger()
        ? List.of()
        : List.of("a linger of 25 s, and ends of slices: not with --quick.");
  }

  private static Target target(String figure, String base, double limit) {
    return new Target(figure, OURS, new Base.Named(base), Bound.AT_MOST, limit);
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    Size size = quick ? QUICK : FULL;
    return Map.of(
        "latency",
        Span.SCHEDULE_TO_ANSWER.words(),
        "arrivals",
        "open loop, Poisson, the k-th organization with 1/k of the first one's share, each from a"
            + " time of its own on; %s, of which".formatted(size.length())
            + " the first %s is not counted (instead of 10 minutes)".formatted(size.leadIn()),
        "rate",
        "a constant, not searched for",
        WakeTrace.WOKEN,
        "its organization was signaled between the event's commit and its delivery",
        "payload",
        PAYLOAD_BYTES + " bytes",
        "stub",
        "a process of its own, answers at once");
  }
}
