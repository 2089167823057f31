package dev.signalbox.relay.svix;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** No connection could be made, so Svix has seen nothing of the request. */
final class NotSentException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String why;

  NotSentException(IOException cause) {
    super(cause);
    this.why = words(cause);
  }

  /** What went wrong, without addresses. */
  String why() {
    return why;
  }

  private static String words(IOException cause) {
    return switch (cause) {
      case UnknownHostException unknown -> "unknown host";
      case NoRouteToHostException noRoute -> "no route to host";
      case InterruptedIOException late -> "connecting timed out";
      case ProxyRefusedException refused -> "the proxy refused the connection";
      case ConnectException refused -> "connection refused";
      case SSLException insecure -> "TLS failed, check scheme and certificate";
      default -> cause.getClass().getSimpleName();
    };
  }
}
