package dev.signalbox.relay.config;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.workflow.SliceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Call timeout &lt; draining step &lt; heartbeat timeout: a live slice renews its promise before it
 * runs out, and a dead one's does not outlast by much the time that its organization stands still.
 * Lap + one call + one settle &lt; heartbeat timeout, since the first lap has no beats: Temporal
 * gives no slice up that gets on. A slice that lingers keeps its promise too; one that waits long
 * for its turn among many may not, and is woken once more for it. The whole slice, whose last lap
 * may begin just before its time is over, ends within its start-to-close.
 */
final class Deadlines {

  record Limit(String name, Duration length) {

    static Limit of(Setting<Duration> setting, Duration value) {
      return new Limit("%s (%s)".formatted(setting.name(), Durations.format(value)), value);
    }

    Limit plus(Limit other) {
      return new Limit(name + " + " + other.name, length.plus(other.length));
    }

    Optional<String> notLongerThan(Limit other) {
      return length.compareTo(other.length) <= 0
          ? Optional.empty()
          : Optional.of("%s must not be longer than %s.".formatted(name, other.name));
    }

    Limit orShorter(Limit other) {
      return other.length.compareTo(length) < 0 ? other : this;
    }

    Optional<String> shorterThan(Limit other) {
      return length.compareTo(other.length) < 0
          ? Optional.empty()
          : Optional.of("%s must be shorter than %s.".formatted(name, other.name));
    }
  }

  static final Limit START_TO_CLOSE =
      limit("the %s after which Temporal gives a slice up", SliceOptions.START_TO_CLOSE);

  static final Limit HEARTBEAT =
      limit(
          "the %s after which Temporal gives a slice up that it has not heard of",
          SliceOptions.HEARTBEAT);

  private static final Limit LEAST_LAP = limit("the %s of a shortest lap", Duration.ofSeconds(1));

  private Deadlines() {}

  static List<String> problems(Duration settle, StepSettings steps) {
    Limit call = Limit.of(SvixEnvironment.CALL_TIMEOUT, steps.delivery().callTimeout());
    Limit step = Limit.of(StepEnvironment.DRAINING_STEP, steps.lease().drainingStep());
    Limit linger = Limit.of(StepEnvironment.LINGER, steps.drain().linger());
    Limit slice = Limit.of(StepEnvironment.SLICE_TIME, steps.drain().sliceTime());
    Limit wholeLap = Limit.of(StepEnvironment.LAP_TIME, steps.drain().lapTime());
    Limit lap = wholeLap.orShorter(slice);
    Limit last = call.plus(Limit.of(DatabaseSettings.TIMEOUT, settle));
    return Stream.of(
            linger.shorterThan(slice), // else no slice ever runs dry, and no workflow completes
            linger.orShorter(lap).shorterThan(step), // else producers wake who is watched
            call.shorterThan(step),
            step.shorterThan(HEARTBEAT),
            LEAST_LAP.notLongerThan(wholeLap), // else it is the database that is kept busy
            lap.plus(last).shorterThan(HEARTBEAT),
            slice.plus(wholeLap).plus(last).shorterThan(START_TO_CLOSE))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Limit limit(String words, Duration length) {
    return new Limit(words.formatted(Durations.format(length)), length);
  }
}
