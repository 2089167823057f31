package dev.signalbox.relay.crash;

import com.google.protobuf.ByteString;
import dev.signalbox.relay.crash.Moment.Side;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.command.v1.Command;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What processes tell Temporal: each signal and each answer to a task is a boundary. One channel
 * serves the processes of many scenarios; to whom a call belongs is told by its workflow's id.
 */
final class MortalCalls implements ClientInterceptor {

  /** The processes behind the channel. */
  interface Directory {

    /** Whose call it is; null for nobody's. */
    @Nullable MortalProcess ofWorkflow(String workflowId);

    /** The process died before Temporal had this answer to a task; Temporal gives up on it. */
    void unanswered(Object answer);
  }

  private record Place(MortalProcess process, String boundary, int occurrence) {
    Moment moment(Side side) {
      return new Moment(boundary, occurrence, side);
    }
  }

  private final Directory directory;
  private final Map<ByteString, String> workflows = new ConcurrentHashMap<>();

  MortalCalls(Directory directory) {
    this.directory = directory;
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new Call<>(next.newCall(method, options));
  }

  private final class Call<ReqT, RespT> extends SimpleForwardingClientCall<ReqT, RespT> {
    private @Nullable Place place;
    private @Nullable Listener<RespT> listener;
    private boolean lost;

    Call(ClientCall<ReqT, RespT> delegate) {
      super(delegate);
    }

    @Override
    public void start(Listener<RespT> responses, Metadata headers) {
      listener = responses;
      super.start(
          new SimpleForwardingClientCallListener<>(responses) {
            @Override
            public void onMessage(RespT message) {
              remember(message);
              super.onMessage(message);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              if (!lost) {
                super.onClose(status.isOk() && !isAnswerSeen() ? gone() : status, trailers);
              }
            }
          },
          headers);
    }

    @Override
    public void sendMessage(ReqT message) {
      place = place(message);
      try {
        if (place != null) {
          place.process().pass(place.moment(Side.BEFORE));
        }
      } catch (Killed e) {
        lost = true;
        directory.unanswered(message);
        cancel("The process is dead.", null);
        if (listener != null) {
          listener.onClose(gone(), new Metadata());
        }
        return;
      }
      super.sendMessage(message);
    }

    @Override
    public void halfClose() {
      if (!lost) {
        super.halfClose();
      }
    }

    private boolean isAnswerSeen() {
      try {
        if (place != null) {
          place.process().pass(place.moment(Side.AFTER));
        }
        return true;
      } catch (Killed e) {
        return false;
      }
    }
  }

  /** An answer that nothing of the SDK tries again. */
  private static Status gone() {
    return Status.NOT_FOUND.withDescription("The process is dead.");
  }

  private void remember(Object message) {
    if (message instanceof PollWorkflowTaskQueueResponse task && task.hasWorkflowExecution()) {
      workflows.put(task.getTaskToken(), task.getWorkflowExecution().getWorkflowId());
    } else if (message instanceof PollActivityTaskQueueResponse task
        && task.hasWorkflowExecution()) {
      workflows.put(task.getTaskToken(), task.getWorkflowExecution().getWorkflowId());
    }
  }

  private @Nullable Place place(Object message) {
    if (message instanceof SignalWithStartWorkflowExecutionRequest signal) {
      return place(signal.getWorkflowId(), Boundaries.SIGNAL);
    } else if (message instanceof RespondActivityTaskCompletedRequest answer) {
      return place(workflows.get(answer.getTaskToken()), Boundaries.SLICE_RESULT);
    } else if (message instanceof RespondWorkflowTaskCompletedRequest answer) {
      boolean completes =
          answer.getCommandsList().stream()
              .anyMatch(Command::hasCompleteWorkflowExecutionCommandAttributes);
      return place(
          workflows.get(answer.getTaskToken()),
          completes ? Boundaries.COMPLETION : "workflow task");
    }
    return null;
  }

  private @Nullable Place place(@Nullable String workflow, String boundary) {
    MortalProcess process = workflow == null ? null : directory.ofWorkflow(workflow);
    return process == null ? null : new Place(process, boundary, process.count(boundary));
  }
}
