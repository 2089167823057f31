package dev.signalbox.bench.relay;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Notes every run that a signal-with-start went to. Safe for use by several threads. */
final class RunRecorder implements ClientInterceptor {

  private final Set<WorkflowRun> runs = ConcurrentHashMap.newKeySet();

  Set<WorkflowRun> runs() {
    return Set.copyOf(runs);
  }

  @Override
  public <Req, Res> ClientCall<Req, Res> interceptCall(
      MethodDescriptor<Req, Res> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      private String workflowId = "";

      @Override
      public void sendMessage(Req message) {
        if (message instanceof SignalWithStartWorkflowExecutionRequest request) {
          workflowId = request.getWorkflowId();
        }
        super.sendMessage(message);
      }

      @Override
      public void start(Listener<Res> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onMessage(Res message) {
                if (message instanceof SignalWithStartWorkflowExecutionResponse response) {
                  runs.add(new WorkflowRun(workflowId, response.getRunId()));
                }
                super.onMessage(message);
              }
            },
            headers);
      }
    };
  }
}
