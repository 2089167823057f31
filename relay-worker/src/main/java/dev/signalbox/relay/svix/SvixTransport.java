package dev.signalbox.relay.svix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.svix.SvixHttpClient;
import com.svix.Utils;
import com.svix.exceptions.ApiException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of Svix's client: the same bytes as the original, but bounded in time, without
 * redirects, and a POST is sent once or not at all. Safe for any number of threads.
 */
final class SvixTransport extends SvixHttpClient implements AutoCloseable {

  private static final String IDEMPOTENCY_KEY = "idempotency-key";

  private final URI root;
  private final String authorization;
  private final Duration callTimeout;
  private final InstantSource clock;
  private final HttpCalls http;
  private final ObjectMapper json;

  /** When what the thread does has to be over, by {@link System#nanoTime()}. */
  private final ThreadLocal<@Nullable Long> deadline = new ThreadLocal<>();

  SvixTransport(SvixSettings settings, InstantSource clock) {
    super(serverUrl(settings), Map.of(), List.of());
    HttpUrl server = serverUrl(settings);
    this.root = server.uri();
    this.authorization = "Bearer " + settings.token();
    this.callTimeout = settings.callTimeout();
    this.clock = clock;
    this.http = new HttpCalls(server, settings);
    // else Jackson keeps buffers for each thread; every slice is one, and stays
    this.json =
        Utils.getObjectMapper()
            .copyWith(
                JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build());
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
    HttpUriRequestBase request = new HttpUriRequestBase(method, url.uri());
    if (headers != null) {
      for (int i = 0; i < headers.size(); i++) {
        request.addHeader(headers.name(i), headers.value(i));
      }
    }
    if (requestBody != null) {
      request.setEntity(encode(requestBody));
    }
    return read(send(request), responseClass);
  }

  /**
   * Posts a body that is written already; else like {@link #executeRequest}.
   *
   * @param path with the query, as it is sent
   * @param idempotencyKey by which Svix recognises the request
   * @return the body of a 2xx; not to be changed
   */
  byte[] post(String path, String idempotencyKey, OneShotBody body)
      throws ApiException, IOException {
    HttpUriRequestBase request = new HttpUriRequestBase("POST", root);
    request.setPath(path);
    request.addHeader(IDEMPOTENCY_KEY, idempotencyKey);
    request.setEntity(body);
    return send(request);
  }

  private byte[] send(HttpUriRequestBase request) throws ApiException, IOException {
    request.addHeader("Authorization", authorization);
    request.addHeader("User-Agent", "signalbox-relay");
    request.addHeader(
        "svix-req-id", Long.toString(ThreadLocalRandom.current().nextLong(0, Long.MAX_VALUE)));
    return successful(http.send(request, remaining().toNanos()));
  }

  private OneShotBody encode(Object requestBody) {
    try {
      return new OneShotBody(json.writeValueAsBytes(requestBody));
    } catch (JsonProcessingException e) {
      // without its cause, whose message may quote the payload
      throw new IllegalArgumentException("The request cannot be encoded.");
    }
  }

  private byte[] successful(Answer answer) throws ApiException {
    if (!answer.isSuccess()) {
      throw new SvixRefusal(
          answer.status(), answer.text(), RetryAfter.read(answer.retryAfter(), clock.instant()));
    }
    return answer.body();
  }

  private <Res> @Nullable Res read(byte[] body, Class<Res> responseClass) {
    try {
      return json.readValue(body, responseClass);
    } catch (IOException e) { // of the JSON: all bytes are here
      return null;
    }
  }

  /** Ends what is still running as a failure and closes the connections. */
  @Override
  public void close() {
    http.close();
  }
}
