package dev.signalbox.relay.svix;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/** One request: how far it came, and whether it took too long. */
final class Exchange extends HttpClientContext {

  private final HttpUriRequestBase request;
  private volatile boolean begun;
  private volatile boolean late;

  Exchange(HttpUriRequestBase request) {
    this.request = request;
  }

  /** Ends it, whoever waits for it, and wherever it is. */
  void end() {
    late = true;
    request.abort();
  }

  /** Whether any of it may have been sent. */
  boolean hasBegun() {
    return begun;
  }

  /** What its failure is to whoever asked. */
  IOException failure(Exception cause) {
    IOException failure = late ? new InterruptedIOException("timeout") : known(cause);
    return begun ? failure : new NotSentException(failure);
  }

  private static IOException known(Exception cause) {
    return cause instanceof IOException known
        ? known
        : new ProtocolException( // the library's own, of an answer that is hardly HTTP
            "The answer cannot be read: " + cause.getClass().getSimpleName());
  }

  /** Notes that a connection is there and the request is about to be written. */
  static final class Marking extends HttpRequestExecutor {

    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        HttpResponseInformationCallback informed,
        HttpContext context)
        throws IOException, HttpException {
      if (context instanceof Exchange exchange && !Method.CONNECT.isSame(request.getMethod())) {
        exchange.begun = true;
      }
      return super.execute(request, connection, informed, context);
    }
  }
}
