package dev.signalbox.relay.svix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets that send at once what they are given ({@code TCP_NODELAY}). A request of some kilobytes
 * is written in several pieces; without that its last one waits until the server acknowledges the
 * others, which it puts off for 40 ms.
 */
final class UndelayedSockets extends SocketFactory {

  @Override
  public Socket createSocket() throws IOException {
    return undelayed(new Socket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(InetAddress.getByName(host), port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return undelayed(new Socket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return undelayed(new Socket(host, port, localHost, localPort));
  }

  private static Socket undelayed(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }
}
