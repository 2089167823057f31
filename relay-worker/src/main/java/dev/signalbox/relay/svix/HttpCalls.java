package dev.signalbox.relay.svix;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one server over HTTP/1.1: each within its time, without redirects, and those
 * with a body once or not at all. Sockets are read without a time limit of their own, because each
 * such limit costs a virtual thread a timer; what takes too long is ended from outside. Safe for
 * any number of threads.
 */
final class HttpCalls implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** Below the minute after which most proxies close idle connections. */
  private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(30);

  /** Whether a connection is still open is asked where it has been idle for so long. */
  private static final TimeValue DOUBTFUL = TimeValue.ofSeconds(2);

  /** Connections of who asks beside the deliveries, such as whether the token is refused. */
  private static final int OTHERS = 4;

  /** More than any answer that is asked for here; what is longer is read as far as this. */
  private static final int LONGEST_ANSWER_BYTES = 256 * 1024;

  /**
   * They send at once what they are given, as is the library's default: a request of some kilobytes
   * is written in several pieces, and its last one would wait until the server acknowledges the
   * others, which it puts off for 40 ms.
   */
  private static final SocketConfig SOCKETS = SocketConfig.custom().setTcpNoDelay(true).build();

  private final HttpHost server;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor alarm = new ScheduledThreadPoolExecutor(1, daemons());

  HttpCalls(HttpUrl server, SvixSettings settings) {
    this(server, settings, ProxySelector.getDefault());
  }

  /** Connects by way of a proxy where the selector, if there is one, names it. */
  HttpCalls(HttpUrl server, SvixSettings settings, @Nullable ProxySelector proxies) {
    this.server = new HttpHost(server.scheme(), server.host(), server.port());
    this.client = client(server, settings, proxies);
    alarm.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory daemons() {
    return Thread.ofPlatform().daemon().name("svix call timeout").factory();
  }

  private static CloseableHttpClient client(
      HttpUrl server, SvixSettings settings, @Nullable ProxySelector proxies) {
    Duration callTimeout = settings.callTimeout();
    Timeout connectTimeout =
        Timeout.of(CONNECT_TIMEOUT.compareTo(callTimeout) < 0 ? CONNECT_TIMEOUT : callTimeout);
    int connections = settings.parallelism() + OTHERS;
    HttpClientBuilder client =
        HttpClientBuilder.create()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setConnectionFactory(new QuietConnections())
                    .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                    .setMaxConnTotal(connections)
                    .setMaxConnPerRoute(connections)
                    .setDefaultSocketConfig(SOCKETS)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(connectTimeout)
                            .setSocketTimeout(Timeout.DISABLED)
                            .setValidateAfterInactivity(DOUBTFUL)
                            .build())
                    .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connectTimeout).build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(callTimeout))
                    .setDefaultKeepAlive(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                    .setAuthenticationEnabled(false)
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .setRequestExecutor(new Exchange.Marking())
            .setRetryStrategy(new OnceMore())
            .evictIdleConnections(KEEP_ALIVE)
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableConnectionState()
            .disableAuthCaching()
            .disableDefaultUserAgent();
    Optional.ofNullable(proxies).flatMap(all -> proxy(server, all)).ifPresent(client::setProxy);
    return client.build();
  }

  private static Optional<HttpHost> proxy(HttpUrl server, ProxySelector proxies) {
    return proxies.select(server.uri()).stream()
        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
        .map(proxy -> (InetSocketAddress) proxy.address())
        .map(address -> new HttpHost("http", address.getHostString(), address.getPort()))
        .findFirst();
  }

  /**
   * Makes one request.
   *
   * @param nanosLeft until it is ended
   * @throws NotSentException when there was no connection
   * @throws IOException when there was no complete answer
   */
  Answer send(HttpUriRequestBase request, long nanosLeft) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    if (nanosLeft <= 0) {
      throw new InterruptedIOException("timeout");
    }
    Exchange exchange = new Exchange(request);
    try {
      return send(request, exchange, nanosLeft);
    } catch (IOException | RuntimeException e) { // also of an alarm that is closed
      throw exchange.failure(e);
    }
  }

  private Answer send(HttpUriRequestBase request, Exchange exchange, long nanosLeft)
      throws IOException {
    ScheduledFuture<?> end = alarm.schedule(exchange::end, nanosLeft, TimeUnit.NANOSECONDS);
    try (ClassicHttpResponse response = client.executeOpen(server, request, exchange)) {
      if (!exchange.hasBegun()) { // it is the proxy's, which has opened no way to the server
        request.abort();
        throw new ProxyRefusedException(response.getCode());
      }
      return read(response);
    } finally {
      end.cancel(false);
    }
  }

  private static Answer read(ClassicHttpResponse response) throws IOException {
    Header retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    HttpEntity entity = response.getEntity();
    return new Answer(
        response.getCode(),
        retryAfter == null ? null : retryAfter.getValue(),
        entity == null ? new byte[0] : read(entity));
  }

  /** To the end where that is near, so that the connection can be used again. */
  private static byte[] read(HttpEntity entity) throws IOException {
    InputStream content = entity.getContent();
    long length = entity.getContentLength();
    if (length < 0 || length > LONGEST_ANSWER_BYTES) {
      return content.readNBytes(LONGEST_ANSWER_BYTES);
    }
    return content.readAllBytes(); // fails where it is shorter than it says
  }

  /** Ends what is still running as a failure and closes the connections. */
  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    alarm.shutdownNow();
  }

  /** A question whose connection turned out to be dead; a body is not sent again by itself. */
  private static final class OnceMore implements HttpRequestRetryStrategy {

    @Override
    public boolean retryRequest(
        HttpRequest request, IOException failure, int executions, HttpContext context) {
      return executions == 1
          && context instanceof Exchange exchange
          && exchange.hasBegun()
          && !(failure instanceof InterruptedIOException);
    }

    @Override
    public boolean retryRequest(HttpResponse response, int executions, HttpContext context) {
      return false;
    }

    @Override
    public TimeValue getRetryInterval(HttpResponse response, int executions, HttpContext context) {
      return TimeValue.ZERO_MILLISECONDS;
    }
  }
}
