package dev.signalbox.relay.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.relay.drain.SliceActivity;
import dev.signalbox.relay.drain.SliceRequest;
import dev.signalbox.relay.drain.SliceResult;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A build that knows less: no pauses, no weights, no number of setbacks. It writes its own shapes
 * into the history, and reads from it what this build writes.
 */
public final class EarlierBuild {

  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Input(String source, String organizationId, String databaseId) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Request(String source, String organizationId, String databaseId, long slice) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Result(long delivered, long retried, boolean more, long nextDueMillis) {}

  @WorkflowInterface
  public interface Relay {
    @WorkflowMethod(name = RelayContract.WORKFLOW_TYPE)
    void run(Input input);

    @SignalMethod(name = RelayContract.WAKE_SIGNAL)
    void wake();
  }

  @ActivityInterface
  public interface Slices {
    @ActivityMethod(name = "DrainSlice")
    Result drain(Request request);
  }

  private EarlierBuild() {}

  static void registerWorkflow(Worker worker) {
    worker.registerWorkflowImplementationFactory(
        Relay.class,
        RelayImpl::new,
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(Throwable.class)
            .build());
  }

  /** Its slices do what those of this build would do. */
  static void registerSlices(Worker worker, SliceActivity slices, AtomicInteger calls) {
    worker.registerActivitiesImplementations(
        (Slices)
            request -> {
              calls.incrementAndGet();
              return told(slices.drain(asked(request)));
            });
  }

  private static SliceRequest asked(Request request) {
    return new SliceRequest(
        request.source(),
        request.organizationId(),
        request.databaseId(),
        request.slice(),
        false,
        0);
  }

  private static Result told(SliceResult result) {
    return new Result(result.delivered(), result.retried(), result.more(), result.nextDueMillis());
  }

  private static final class RelayImpl implements Relay {

    private final Slices slices =
        Workflow.newActivityStub(
            Slices.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(60)).build());
    private boolean wake = true;
    private long slice;

    @Override
    public void wake() {
      wake = true;
    }

    @Override
    public void run(Input input) {
      while (wake) {
        wake = false;
        Result result =
            slices.drain(
                new Request(input.source(), input.organizationId(), input.databaseId(), ++slice));
        wake |= result.more();
        if (!wake && result.nextDueMillis() != SliceResult.NEVER) {
          Promise<Void> due = Workflow.newTimer(Duration.ofMillis(result.nextDueMillis()));
          Workflow.await(() -> wake || due.isCompleted());
          wake = true;
        }
      }
    }
  }
}
