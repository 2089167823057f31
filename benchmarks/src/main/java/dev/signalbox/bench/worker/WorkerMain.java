package dev.signalbox.bench.worker;

import dev.signalbox.relay.config.Configuration;
import dev.signalbox.testkit.services.NoStickyQueue;
import io.grpc.ClientInterceptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link MeasuredRelay} as a process; its settings are those of the worker. */
final class WorkerMain {

  /** Set where Temporal is its in-memory test server. */
  static final String IN_MEMORY = "BENCH_TEMPORAL_IN_MEMORY";

  private WorkerMain() {}

  /** Answers {@code count}, {@code measure} and {@code sweep N} until its input ends. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    List<ClientInterceptor> interceptors =
        environment.containsKey(IN_MEMORY) ? List.of(new NoStickyQueue()) : List.of();
    try (MeasuredRelay relay =
        new MeasuredRelay(new Configuration(environment).relay(), interceptors)) {
      new Console(
              Map.of(
                  WorkerProcess.COUNT, none -> and(relay.counts(), OwnFigures.now()),
                  WorkerProcess.MEASURE, none -> and(relay.counts(), OwnFigures.afterCollection()),
                  WorkerProcess.SWEEP, relay::sweep))
          .serve();
    }
    System.exit(0); // whatever thread a library has left behind
  }

  private static Map<String, Double> and(Map<String, Double> some, Map<String, Double> others) {
    Map<String, Double> all = new HashMap<>(some);
    all.putAll(others);
    return all;
  }
}
