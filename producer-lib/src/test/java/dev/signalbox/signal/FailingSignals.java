package dev.signalbox.signal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Answers each signal-with-start with the next status, and lets the rest through. */
final class FailingSignals implements ClientInterceptor {

  private final Iterator<Status> statuses;

  FailingSignals(Iterator<Status> statuses) {
    this.statuses = statuses;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    boolean signal = method.getFullMethodName().endsWith("SignalWithStartWorkflowExecution");
    return signal && statuses.hasNext()
        ? new FailedCall<>(statuses.next())
        : next.newCall(method, options);
  }

  private static final class FailedCall<Q, A> extends ClientCall<Q, A> {

    private final Status status;

    FailedCall(Status status) {
      this.status = status;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      listener.onClose(status, new Metadata());
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }
}
