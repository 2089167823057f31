package dev.signalbox.relay.sweep;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** A sweep as Temporal calls it. */
@ActivityInterface
public interface SweepActivity {

  /** Wakes the organizations that have due rows and nobody at work, a bounded number of them. */
  @ActivityMethod(name = "SweepOrganizations")
  Swept sweep(SweepRequest request);
}
