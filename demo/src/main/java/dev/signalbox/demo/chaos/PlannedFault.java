package dev.signalbox.demo.chaos;

import java.time.Duration;

/**
 * A fault of the plan.
 *
 * @param at after the start
 * @param length how long it lasts, or how long the process stays away
 * @param target number of the worker or of the organization, from 0; {@link #ALL}: all
 * @param seed of what is drawn while it lasts
 */
record PlannedFault(FaultKind kind, Duration at, Duration length, int target, long seed) {

  static final int ALL = -1;

  Duration end() {
    return at.plus(length);
  }

  @Override
  public String toString() {
    String whom =
        target == ALL
            ? ""
            : kind.isOfSvix() ? " " + Organizations.named(target) : " " + (target + 1);
    return "%s%s for %.1f s".formatted(kind.label(), whom, length.toMillis() / 1000.0);
  }
}
