package dev.signalbox.relay.drain;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The one activity of the relay. Its name is a wire contract. */
@ActivityInterface
public interface SliceActivity {

  /** Drains an organization for at most a slice's time. */
  @ActivityMethod(name = "DrainSlice")
  SliceResult drain(SliceRequest request);
}
