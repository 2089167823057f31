package dev.signalbox.relay.drain;

import io.temporal.activity.ActivityExecutionContext;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** Makes the heartbeat of each attempt. */
final class Heartbeats {

  private final SideExecutor executor;
  private final InstantSource clock;

  @Inject
  Heartbeats(SideExecutor executor, InstantSource clock) {
    this.executor = executor;
    this.clock = clock;
  }

  Heartbeat of(ActivityExecutionContext context, String organization) {
    return new Heartbeat(context, organization, executor, clock);
  }
}
