package dev.signalbox.relay.config;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.svix.SvixSettings;
import java.util.List;

/** All that a worker needs to know, by concern. */
public record RelaySettings(
    DatabaseSettings database,
    TemporalSettings temporal,
    SvixSettings svix,
    StepSettings steps,
    WorkerSettings worker) {

  /**
   * Checks that the deadlines are in order.
   *
   * @throws ConfigurationException with a sentence for each pair that is not
   */
  public RelaySettings {
    List<String> problems = Deadlines.problems(database.timeout(), steps);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }
}
