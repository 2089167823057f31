package dev.signalbox.bench.floor;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Waits for its first signal, because the in-memory server may bring it after the start. */
final class FloorRelayImpl implements FloorRelay {

  private final FloorPost post =
      Workflow.newActivityStub(
          FloorPost.class,
          ActivityOptions.newBuilder()
              .setStartToCloseTimeout(Duration.ofMinutes(5))
              .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
              .build());
  private final Queue<String> events = new ArrayDeque<>();

  @Override
  public void run(String organization) {
    Workflow.await(() -> !events.isEmpty());
    for (String event = events.poll(); event != null; event = events.poll()) {
      try {
        post.post(organization, event);
      } catch (Exception e) { // a stub throws no checked one; it is declared for the activity
        throw Workflow.wrap(e);
      }
    }
  }

  @Override
  public void wake(String event) {
    events.add(event);
  }
}
