package dev.signalbox.bench.relay;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.function.Consumer;

/** Sees each request that goes to Temporal, and its answer; what they do is unchanged. */
public abstract class Exchanges implements ClientInterceptor {

  /**
   * Called by any thread with each request, before it is sent.
   *
   * @return what is told the answer, if one comes
   */
  protected abstract Consumer<Object> sent(Object request);

  @Override
  public final <Req, Res> ClientCall<Req, Res> interceptCall(
      MethodDescriptor<Req, Res> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      private volatile Consumer<Object> answered = answer -> {};

      @Override
      public void sendMessage(Req message) {
        answered = sent(message);
        super.sendMessage(message);
      }

      @Override
      public void start(Listener<Res> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onMessage(Res message) {
                answered.accept(message);
                super.onMessage(message);
              }
            },
            headers);
      }
    };
  }
}
