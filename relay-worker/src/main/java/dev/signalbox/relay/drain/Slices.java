package dev.signalbox.relay.drain;

import jakarta.inject.Inject;

/** The slices of a worker, for whoever runs it. */
public final class Slices {

  private final SliceActivityImpl activity;
  private final SliceStop stop;
  private final DrainSettings settings;

  @Inject
  Slices(SliceActivityImpl activity, SliceStop stop, DrainSettings settings) {
    this.activity = activity;
    this.stop = stop;
    this.settings = settings;
  }

  /** What Temporal calls; safe for any number of calls at once. */
  public SliceActivity activity() {
    return activity;
  }

  /** How many may run at once. */
  public int slots() {
    return settings.slots();
  }

  /**
   * Asks every running slice to end after the calls that it has in flight, and new ones at once.
   */
  public void stop() {
    stop.request();
  }
}
