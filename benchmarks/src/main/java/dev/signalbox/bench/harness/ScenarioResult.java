package dev.signalbox.bench.harness;

import java.util.List;

/** Everything that is known of a scenario after its rounds. */
public record ScenarioResult(
    String name,
    List<ContenderResult> contenders,
    List<TargetResult> targets,
    List<String> notMeasured) {

  /** Copies the lists. */
  public ScenarioResult {
    contenders = List.copyOf(contenders);
    targets = List.copyOf(targets);
    notMeasured = List.copyOf(notMeasured);
  }
}
