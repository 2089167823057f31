package dev.signalbox.relay.svix;

import java.io.IOException;

/** A proxy has opened no way to the server. */
final class ProxyRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  ProxyRefusedException(int status) {
    super("The proxy answered " + status);
  }
}
