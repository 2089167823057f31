package dev.signalbox.relay.svix;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

class SvixTransportTest {

  private static final SvixSettings SETTINGS =
      new SvixSettings(URI.create("http://127.0.0.1:1"), "token", 1, Duration.ofSeconds(1));

  /** Else each request of more than some kilobytes waits for 40 ms. */
  @Test
  void itsSocketsSendAtOnce() throws Exception {
    SocketFactory sockets = SvixTransport.client(SETTINGS).socketFactory();
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 5, here);
        Socket open = sockets.createSocket();
        Socket byName = sockets.createSocket(here.getHostAddress(), server.getLocalPort());
        Socket byAddress = sockets.createSocket(here, server.getLocalPort());
        Socket bound = sockets.createSocket(here.getHostAddress(), server.getLocalPort(), here, 0);
        Socket both = sockets.createSocket(here, server.getLocalPort(), here, 0)) {
      for (Socket socket : List.of(open, byName, byAddress, bound, both)) {
        assertThat(socket.getTcpNoDelay()).isTrue();
      }
    }
  }
}
