package dev.signalbox.testkit.svix;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to the endpoints that match, signed, in parallel and so in no order, and tries
 * again by the schedule. A success is a 2xx; redirects are not followed.
 */
final class Dispatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int THREADS = 16;
  private static final int KEPT_RESPONSE = 20_000;

  private final InstantSource clock;
  private final Ids ids;
  private final RetrySchedule schedule;
  private final ExecutorService senders =
      Executors.newFixedThreadPool(THREADS, Threads.daemon("svix-emulator-dispatch"));
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Threads.daemon("svix-emulator-retry"));
  private @Nullable HttpClient http;

  Dispatcher(InstantSource clock, Ids ids, RetrySchedule schedule) {
    this.clock = clock;
    this.ids = ids;
    this.schedule = schedule;
  }

  /** Queues the message for every endpoint that matches. */
  void dispatch(Application application, StoredMessage message) {
    for (Endpoint endpoint : application.endpoints().matching(message)) {
      submit(new Delivery(application.endpoints(), endpoint.id(), message, 1));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    senders.shutdownNow();
  }

  private void submit(Delivery delivery) {
    try {
      senders.execute(() -> attempt(delivery));
    } catch (RejectedExecutionException e) {
      LOG.debug("Message {} is not delivered: the emulator is closed.", delivery.message().id());
    }
  }

  private void attempt(Delivery delivery) {
    Optional<Endpoint> endpoint = delivery.endpoints().find(delivery.endpointId());
    if (endpoint.isEmpty()) {
      return;
    }
    Instant start = clock.instant();
    String id = ids.next(Attempt.PREFIX);
    Attempt.Answer answer = send(endpoint.get(), delivery.message(), start);
    Optional<Duration> wait =
        answer.isSuccess() ? Optional.empty() : schedule.after(delivery.attempt());
    delivery
        .endpoints()
        .attempts()
        .add(
            new Attempt(
                id,
                endpoint.get(),
                delivery.message(),
                answer,
                start,
                wait.map(clock.instant()::plus)));
    wait.ifPresent(duration -> retry(delivery.next(), duration));
  }

  private void retry(Delivery delivery, Duration wait) {
    try {
      var unused = timer.schedule(() -> submit(delivery), wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Message {} is not retried: the emulator is closed.", delivery.message().id());
    }
  }

  private Attempt.Answer send(Endpoint endpoint, StoredMessage message, Instant now) {
    long start = System.nanoTime();
    int status = 0;
    String body = "";
    try {
      HttpResponse<String> response =
          http().send(request(endpoint, message, now), HttpResponse.BodyHandlers.ofString());
      status = response.statusCode();
      body = response.body().substring(0, Math.min(KEPT_RESPONSE, response.body().length()));
    } catch (IOException e) {
      LOG.debug("Message {} did not reach endpoint {}.", message.id(), endpoint.id(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Attempt.Answer(
        status, body, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private HttpRequest request(Endpoint endpoint, StoredMessage message, Instant now) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.in().url()))
            .timeout(schedule.timeout())
            .POST(HttpRequest.BodyPublishers.ofByteArray(message.payloadBytes()));
    endpoint.headers().forEach(request::setHeader);
    return request
        .setHeader("Content-Type", "application/json")
        .setHeader("User-Agent", "Svix-Webhooks/1.100.0")
        .setHeader("Svix-Id", message.id())
        .setHeader("Svix-Timestamp", Long.toString(now.getEpochSecond()))
        .setHeader("Svix-Signature", Signer.sign(endpoint.keys(), message, now))
        .build();
  }

  /** Made on first use: many emulators never deliver. */
  private synchronized HttpClient http() {
    HttpClient client = http;
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(schedule.timeout())
              .build();
      http = client;
    }
    return client;
  }

  private record Delivery(
      Endpoints endpoints, String endpointId, StoredMessage message, int attempt) {
    Delivery next() {
      return new Delivery(endpoints, endpointId, message, attempt + 1);
    }
  }
}
