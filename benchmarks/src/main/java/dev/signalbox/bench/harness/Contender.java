package dev.signalbox.bench.harness;

import java.util.Map;

/**
 * One that takes part in a scenario.
 *
 * @param settings version and settings, for the report
 */
public record Contender(String name, Role role, Map<String, String> settings, Course course) {

  /** Copies the settings. */
  public Contender {
    settings = Map.copyOf(settings);
  }
}
