package dev.signalbox.bench.report;

import dev.signalbox.bench.harness.ScenarioResult;
import dev.signalbox.bench.harness.Verdict;
import java.util.List;
import java.util.Map;

/**
 * All that one run of a benchmark has to tell.
 *
 * @param startedAt in UTC
 * @param command repeats the run
 * @param rounds of each contender, without the warm-up
 * @param stealLimitPercent above which a turn is void
 * @param bootstrapSeed of the intervals
 * @param postgres version, and the settings that durability and speed hang on
 * @param settings of what all contenders share
 */
public record BenchmarkReport(
    String benchmark,
    String measures,
    String startedAt,
    String command,
    int rounds,
    boolean quick,
    double stealLimitPercent,
    long bootstrapSeed,
    Machine machine,
    Map<String, String> postgres,
    Map<String, String> settings,
    List<ScenarioResult> scenarios) {

  /** Copies maps and list. */
  public BenchmarkReport {
    postgres = Map.copyOf(postgres);
    settings = Map.copyOf(settings);
    scenarios = List.copyOf(scenarios);
  }

  /** How many rounds do not count. */
  public long voidRounds() {
    return scenarios.stream()
        .flatMap(scenario -> scenario.contenders().stream())
        .flatMap(contender -> contender.rounds().stream())
        .filter(round -> round.isVoid())
        .count();
  }

  /** How many targets came to this end. */
  public long count(Verdict verdict) {
    return scenarios.stream()
        .flatMap(scenario -> scenario.targets().stream())
        .filter(target -> target.verdict() == verdict)
        .count();
  }
}
