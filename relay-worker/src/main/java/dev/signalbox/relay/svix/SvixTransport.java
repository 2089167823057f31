package dev.signalbox.relay.svix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.svix.SvixHttpClient;
import com.svix.Utils;
import com.svix.exceptions.ApiException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of Svix's client: the same bytes as the original, but bounded in time, without
 * redirects, and a POST is sent once or not at all. Safe for any number of threads.
 */
final class SvixTransport extends SvixHttpClient implements AutoCloseable {

  private static final String IDEMPOTENCY_KEY = "idempotency-key";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** Below the minute after which most proxies close idle connections. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /** More than any answer that is asked for here; what is longer is read as far as this. */
  private static final long LONGEST_ANSWER_BYTES = 256 * 1024;

  private final HttpUrl server;
  private final Headers authorization;
  private final Duration callTimeout;
  private final InstantSource clock;
  private final OkHttpClient http;
  private final ObjectMapper json;

  /** When what the thread does has to be over, by {@link System#nanoTime()}. */
  private final ThreadLocal<@Nullable Long> deadline = new ThreadLocal<>();

  SvixTransport(SvixSettings settings, InstantSource clock) {
    super(serverUrl(settings), Map.of(), List.of());
    this.server = serverUrl(settings);
    this.authorization =
        Headers.of("Authorization", "Bearer " + settings.token(), "User-Agent", "signalbox-relay");
    this.callTimeout = settings.callTimeout();
    this.clock = clock;
    this.http = client(settings);
    // else Jackson keeps buffers for each thread; every slice is one, and stays
    this.json =
        Utils.getObjectMapper()
            .copyWith(
                JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build());
  }

  static OkHttpClient client(SvixSettings settings) {
    Duration callTimeout = settings.callTimeout();
    return new OkHttpClient.Builder()
        .socketFactory(new UndelayedSockets())
        .connectionPool(
            new ConnectionPool(settings.parallelism(), KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS))
        .callTimeout(callTimeout)
        .connectTimeout(CONNECT_TIMEOUT.compareTo(callTimeout) < 0 ? CONNECT_TIMEOUT : callTimeout)
        .readTimeout(callTimeout)
        .writeTimeout(callTimeout)
        // ends an HTTP/2 connection that has gone dead under the calls that share it
        .pingInterval(callTimeout)
        .followRedirects(false)
        .followSslRedirects(false)
        .eventListenerFactory(call -> Objects.requireNonNull(call.request().tag(Progress.class)))
        .build();
  }

  private static HttpUrl serverUrl(SvixSettings settings) {
    return Objects.requireNonNull(HttpUrl.get(settings.serverUrl()), "checked by the settings");
  }

  /** Runs it on this thread so that all of its requests together end within the call timeout. */
  <T> T withinCallTimeout(Supplier<T> requests) {
    deadline.set(System.nanoTime() + callTimeout.toNanos());
    try {
      return requests.get();
    } finally {
      deadline.remove();
    }
  }

  /** What is left of the call timeout. */
  Duration remaining() {
    Long end = deadline.get();
    return end == null ? callTimeout : Duration.ofNanos(end - System.nanoTime());
  }

  HttpUrl server() {
    return server;
  }

  Duration callTimeout() {
    return callTimeout;
  }

  /**
   * Makes one request.
   *
   * @return the model, null when the answer is a 2xx that has none or cannot be read
   * @throws SvixRefusal when the answer is no 2xx
   * @throws NotSentException when there was no connection
   * @throws IOException when there was no complete answer
   * @throws IllegalArgumentException when there can be no such request
   */
  @Override
  public <Req, Res> @Nullable Res executeRequest(
      String method,
      HttpUrl url,
      @Nullable Headers headers,
      @Nullable Req requestBody,
      Class<Res> responseClass)
      throws ApiException, IOException {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .method(method, requestBody == null ? null : encode(requestBody))
            .headers(allHeaders(headers));
    return send(request, responseClass);
  }

  /**
   * Posts a body that is written already; else like {@link #executeRequest}.
   *
   * @param idempotencyKey by which Svix recognises the request
   */
  <Res> @Nullable Res post(
      HttpUrl url, String idempotencyKey, OneShotBody body, Class<Res> responseClass)
      throws ApiException, IOException {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .post(body)
            .headers(allHeaders(Headers.of(IDEMPOTENCY_KEY, idempotencyKey)));
    return send(request, responseClass);
  }

  private <Res> @Nullable Res send(Request.Builder request, Class<Res> responseClass)
      throws ApiException, IOException {
    Progress progress = new Progress();
    Call call = http.newCall(request.tag(Progress.class, progress).build());
    long nanosLeft = remaining().toNanos();
    if (nanosLeft <= 0) {
      throw new InterruptedIOException("timeout");
    }
    call.timeout().timeout(nanosLeft, TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return read(response, responseClass);
    } catch (IOException e) {
      throw progress.requestStarted ? e : new NotSentException(e);
    } catch (RuntimeException e) { // the client's own, of an answer that is hardly HTTP
      throw new ProtocolException("The answer cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private OneShotBody encode(Object requestBody) {
    try {
      return new OneShotBody(json.writeValueAsBytes(requestBody));
    } catch (JsonProcessingException e) {
      // without its cause, whose message may quote the payload
      throw new IllegalArgumentException("The request cannot be encoded.");
    }
  }

  private Headers allHeaders(@Nullable Headers headers) {
    Headers.Builder all = authorization.newBuilder();
    if (headers != null) {
      all.addAll(headers);
    }
    return all.add(
            "svix-req-id", Long.toString(ThreadLocalRandom.current().nextLong(0, Long.MAX_VALUE)))
        .build();
  }

  private <Res> @Nullable Res read(Response response, Class<Res> responseClass)
      throws ApiException, IOException {
    byte[] body = read(Objects.requireNonNull(response.body()).source());
    if (!response.isSuccessful()) {
      throw new SvixRefusal(
          response.code(),
          new String(body, StandardCharsets.UTF_8),
          RetryAfter.read(response.headers(), clock.instant()));
    }
    try {
      return json.readValue(body, responseClass);
    } catch (IOException e) { // of the JSON: all bytes are here
      return null;
    }
  }

  private static byte[] read(BufferedSource answer) throws IOException {
    boolean unused = answer.request(LONGEST_ANSWER_BYTES);
    Buffer received = answer.getBuffer();
    return received.readByteArray(Math.min(received.size(), LONGEST_ANSWER_BYTES));
  }

  /** Ends what is still running as a failure and closes the connections. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.connectionPool().evictAll();
  }

  /** Whether a request may have reached Svix. */
  private static final class Progress extends EventListener {
    private volatile boolean requestStarted;

    @Override
    public void requestHeadersStart(Call call) {
      requestStarted = true;
    }
  }
}
