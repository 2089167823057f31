package dev.signalbox.testkit.services;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;

/**
 * Lets a workflow move to another worker on Temporal's in-memory test server, which never takes a
 * workflow task back from the sticky queue of a worker that is gone: without this a workflow whose
 * worker was restarted stands still for ever. Workers then replay the history at each task.
 *
 * <p>Stubs of an in-memory {@link TemporalService} have it already. A real server does not need it.
 * Stateless and safe for use by several threads.
 */
public final class NoStickyQueue implements ClientInterceptor {

  /** Creates one; any number of channels may share it. */
  public NoStickyQueue() {}

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void sendMessage(ReqT message) {
        super.sendMessage(withoutStickyQueue(message));
      }
    };
  }

  @SuppressWarnings("unchecked") // the builder of a request builds a request of the same class
  private static <T> T withoutStickyQueue(T message) {
    return message instanceof RespondWorkflowTaskCompletedRequest request
        ? (T) request.toBuilder().clearStickyAttributes().build()
        : message;
  }
}
