package dev.signalbox.relay.svix;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connections that never write to a log what goes over them, however it is configured: that would
 * be the token and the payloads.
 */
final class QuietConnections implements HttpConnectionFactory<ManagedHttpClientConnection> {

  /**
   * Buffers for a typical request, of which each open connection has two; what is larger is written
   * past them. What no server in its senses sends is not read.
   */
  private static final Http1Config CONFIG =
      Http1Config.custom()
          .setBufferSize(4 * 1024)
          .setMaxLineLength(64 * 1024)
          .setMaxHeaderCount(1_000)
          .build();

  private static final DefaultHttpResponseParserFactory RESPONSES =
      new DefaultHttpResponseParserFactory(CONFIG);

  @Override
  public ManagedHttpClientConnection createConnection(@Nullable Socket socket) throws IOException {
    QuietConnection connection = new QuietConnection();
    if (socket != null) {
      connection.bind(socket);
    }
    return connection;
  }

  private static final class QuietConnection extends DefaultManagedHttpClientConnection {

    QuietConnection() {
      super("svix", null, null, CONFIG, null, null, null, RESPONSES);
    }

    @Override
    public void bind(Socket socket) throws IOException {
      bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket secure, Socket socket) throws IOException {
      bind(new SocketHolder(secure, socket));
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {}

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {}
  }
}
