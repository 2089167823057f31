package dev.signalbox.relay.drain;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The one activity of the relay. Its name is a wire contract. */
@ActivityInterface
public interface SliceActivity {

  /**
   * Type of the failure of a slice that was asked for another outbox; its message says of which.
   */
  String MISMATCH = "Mismatch";

  /** Drains an organization for at most a slice's time. */
  @ActivityMethod(name = "DrainSlice")
  SliceResult drain(SliceRequest request);
}
