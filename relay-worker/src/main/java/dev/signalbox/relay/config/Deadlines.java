package dev.signalbox.relay.config;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.workflow.SliceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Call timeout &lt; draining step &lt; slice + one call + one settle &lt; start-to-close: a live
 * slice renews its promise before it runs out, a dead one's runs out while Temporal still waits,
 * and Temporal gives no slice up that is alive. A slice that lingers keeps its promise too; one
 * that waits long for its turn among many may not, and is woken once more for it.
 */
final class Deadlines {

  record Limit(String name, Duration length) {

    static Limit of(Setting<Duration> setting, Duration value) {
      return new Limit("%s (%s)".formatted(setting.name(), Durations.format(value)), value);
    }

    Limit plus(Limit other) {
      return new Limit(name + " + " + other.name, length.plus(other.length));
    }

    Optional<String> shorterThan(Limit other) {
      return length.compareTo(other.length) < 0
          ? Optional.empty()
          : Optional.of("%s must be shorter than %s.".formatted(name, other.name));
    }
  }

  static final Limit START_TO_CLOSE =
      new Limit(
          "the %s after which Temporal gives a slice up"
              .formatted(Durations.format(SliceOptions.START_TO_CLOSE)),
          SliceOptions.START_TO_CLOSE);

  private Deadlines() {}

  static List<String> problems(Duration settle, StepSettings steps) {
    Limit call = Limit.of(SvixEnvironment.CALL_TIMEOUT, steps.delivery().callTimeout());
    Limit step = Limit.of(StepEnvironment.DRAINING_STEP, steps.lease().drainingStep());
    Limit linger = Limit.of(StepEnvironment.LINGER, steps.drain().linger());
    Limit sliceTime = Limit.of(StepEnvironment.SLICE_TIME, steps.drain().sliceTime());
    Limit slice = sliceTime.plus(call).plus(Limit.of(DatabaseSettings.TIMEOUT, settle));
    return Stream.of(
            linger.shorterThan(sliceTime), // else no slice ever runs dry, and no workflow completes
            linger.shorterThan(step), // else producers wake an organization that is watched
            call.shorterThan(step),
            step.shorterThan(slice),
            slice.shorterThan(START_TO_CLOSE))
        .flatMap(Optional::stream)
        .toList();
  }
}
