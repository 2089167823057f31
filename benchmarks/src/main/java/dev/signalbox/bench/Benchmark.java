package dev.signalbox.bench;

import dev.signalbox.bench.harness.Scenario;
import java.util.List;
import java.util.Map;

/** One that is built: what it runs, in order. */
public interface Benchmark {

  /** Opens a scenario with all its contenders; whoever opened it closes it. */
  @FunctionalInterface
  interface Plan {

    /** Starts what the contenders need. */
    Scenario open() throws Exception;
  }

  /**
   * The workloads.
   *
   * @param quick fewer and smaller ones, so that all of it takes about a minute
   */
  List<Plan> plans(TestBed bed, boolean quick);

  /** What all contenders share, for the report. */
  Map<String, String> settings(boolean quick);
}
