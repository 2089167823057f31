package dev.signalbox.relay.workflow;

import dev.signalbox.relay.drain.SliceActivity;
import dev.signalbox.relay.drain.SliceRequest;
import dev.signalbox.relay.drain.SliceResult;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * Slices that drain nothing: each does the next step of a script, and nothing when it has ended.
 */
final class ScriptedSlices implements SliceActivity {

  /** Ends with what it is given, or throws. */
  interface Step {
    SliceResult run() throws InterruptedException;
  }

  /** What a slice was asked, and when by the server's clock. */
  record Call(SliceRequest request, long millis) {}

  private final Queue<Step> script = new ConcurrentLinkedQueue<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile LongSupplier clock = () -> 0;

  void tellTimeBy(LongSupplier millis) {
    clock = millis;
  }

  ScriptedSlices then(SliceResult... results) {
    for (SliceResult result : results) {
      script.add(() -> result);
    }
    return this;
  }

  ScriptedSlices then(Step step) {
    script.add(step);
    return this;
  }

  ScriptedSlices thenFail() {
    return then(ApplicationFailure.newFailure("The database answered SQLSTATE 08006.", "Database"));
  }

  ScriptedSlices thenFailForGood() {
    return then(ApplicationFailure.newNonRetryableFailure("No more.", "Unknown"));
  }

  ScriptedSlices thenMismatch() {
    return then(
        ApplicationFailure.newNonRetryableFailure("Another outbox.", SliceActivity.MISMATCH));
  }

  private ScriptedSlices then(ApplicationFailure failure) {
    return then(
        () -> {
          throw failure;
        });
  }

  List<SliceRequest> requests() {
    return calls.stream().map(Call::request).toList();
  }

  /** Time between the beginnings of two slices, from 0. */
  Duration between(int first, int second) {
    return Duration.ofMillis(calls.get(second).millis() - calls.get(first).millis());
  }

  @Override
  public SliceResult drain(SliceRequest request) {
    calls.add(new Call(request, clock.getAsLong()));
    Step step = script.poll();
    try {
      return step == null ? dry() : step.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException("A scripted slice was interrupted.", e);
    }
  }

  static SliceResult dry() {
    return new SliceResult(0, 0, 0, 0, false, SliceResult.NEVER, "", "", 1);
  }

  static SliceResult delivered(long count) {
    return new SliceResult(count, 0, 0, 0, false, SliceResult.NEVER, "", "", 1);
  }

  static SliceResult more(long count) {
    return new SliceResult(count, 0, 0, 0, true, SliceResult.NEVER, "", "", 1);
  }

  static SliceResult dueIn(Duration delay) {
    return new SliceResult(0, 0, 1, 0, false, delay.toMillis(), "", "500", 1);
  }

  static SliceResult stopped(Duration pause) {
    return new SliceResult(0, 0, 0, 0, false, pause.toMillis(), "throttled", "429", 1);
  }

  static SliceResult held() {
    return new SliceResult(0, 0, 0, 0, false, SliceResult.NEVER, "paused", "By its row.", 1);
  }
}
