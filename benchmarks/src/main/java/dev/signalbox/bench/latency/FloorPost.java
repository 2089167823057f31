package dev.signalbox.bench.latency;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.io.IOException;

/** The activity of {@link FloorRelay}. Temporal wants it public. */
@ActivityInterface
public interface FloorPost {

  /** Sends the event. */
  @ActivityMethod(name = "FloorPost")
  void post(String organization, String event) throws IOException;
}
