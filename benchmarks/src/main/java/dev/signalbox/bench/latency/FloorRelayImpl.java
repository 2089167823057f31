package dev.signalbox.bench.latency;

import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Waits for its first signal, because the in-memory server may bring it after the start. */
final class FloorRelayImpl implements FloorRelay {

  private final FloorPost post =
      Workflow.newActivityStub(
          FloorPost.class,
          ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(30)).build());
  private final Queue<String> events = new ArrayDeque<>();

  @Override
  public void run(String organization) {
    Workflow.await(() -> !events.isEmpty());
    for (String event = events.poll(); event != null; event = events.poll()) {
      try {
        post.post(organization, event);
      } catch (IOException e) { // a stub throws none; it is declared for the activity itself
        throw Workflow.wrap(e);
      }
    }
  }

  @Override
  public void wake(String event) {
    events.add(event);
  }
}
