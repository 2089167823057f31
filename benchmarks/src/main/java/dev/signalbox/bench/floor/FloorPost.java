package dev.signalbox.bench.floor;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The activity of {@link FloorRelay}. Temporal wants it public. */
@ActivityInterface
public interface FloorPost {

  /** Sends the event. */
  @ActivityMethod(name = "FloorPost")
  void post(String organization, String event) throws Exception;
}
