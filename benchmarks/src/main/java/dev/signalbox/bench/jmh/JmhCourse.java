package dev.signalbox.bench.jmh;

import dev.signalbox.bench.harness.Course;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One method under JMH: each round is a fork of its own, so that rounds differ as processes do. */
final class JmhCourse implements Course {

  static final String TIME = "ns/operation";
  static final String ALLOCATED = "bytes allocated/operation";

  private static final int MEASURED = 3;
  private static final String ALLOCATION_RESULT = "gc.alloc.rate.norm";

  private final String method;
  private final Map<String, String> parameters;
  private final Duration iteration;

  /**
   * So long to warm up, and three times as long to measure.
   *
   * @param method with its class
   */
  JmhCourse(String method, Map<String, String> parameters, Duration iteration) {
    this.method = method;
    this.parameters = parameters;
    this.iteration = iteration;
  }

  /** Matches the method and no other. */
  String include() {
    return "^" + Pattern.quote(method) + "$";
  }

  @Override
  public void prepare() {}

  @Override
  public Map<String, Double> run() throws RunnerException {
    TimeValue time = TimeValue.milliseconds(iteration.toMillis());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(include())
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(1)
            .warmupTime(time)
            .measurementIterations(MEASURED)
            .measurementTime(time)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    parameters.forEach(options::param);
    RunResult result = new Runner(options.build()).runSingle();
    Map<String, Double> figures = new HashMap<>();
    figures.put(TIME, result.getPrimaryResult().getScore());
    result
        .getSecondaryResults()
        .forEach(
            (name, secondary) -> {
              if (name.endsWith(ALLOCATION_RESULT)) {
                figures.put(ALLOCATED, secondary.getScore());
              }
            });
    return figures;
  }
}
