package dev.signalbox.bench.relay;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.drain.DrainSettings;
import dev.signalbox.relay.sweep.SweepSettings;
import java.time.Duration;

/** The relay's defaults, with what a benchmark has to change. */
public final class RelaySettings {

  private static final Duration NEVER = Duration.ofHours(1);

  private RelaySettings() {}

  /** Nobody is found that was not woken. */
  public static StepSettings withoutSweep() {
    DrainSettings usual = StepSettings.DEFAULT.drain();
    return withoutSweep(usual.batchRows(), usual.linger());
  }

  /**
   * Nobody is found that was not woken.
   *
   * @param batchRows of one read
   */
  public static StepSettings withoutSweep(int batchRows, Duration linger) {
    return with(batchRows, linger, new SweepSettings(NEVER, NEVER, 1));
  }

  /** Organizations without events are idle after that time. */
  public static StepSettings withLinger(Duration linger) {
    StepSettings usual = StepSettings.DEFAULT;
    return with(usual.drain().batchRows(), linger, usual.sweep());
  }

  private static StepSettings with(int batchRows, Duration linger, SweepSettings sweep) {
    StepSettings usual = StepSettings.DEFAULT;
    DrainSettings drain = usual.drain();
    return new StepSettings(
        usual.lease(),
        usual.organization(),
        new DrainSettings(
            drain.sliceTime(),
            drain.lapTime(),
            linger,
            batchRows,
            drain.scanRows(),
            drain.batchBytes(),
            drain.prefetchBytes(),
            drain.slots()),
        usual.delivery(),
        usual.backoff(),
        usual.limits(),
        usual.watch(),
        sweep);
  }
}
