package dev.signalbox.relay.svix;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.svix.api.Application;
import com.svix.exceptions.ApiException;
import com.svix.models.ApplicationIn;
import com.svix.models.ApplicationOut;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Misconfigured;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that Svix has an application, and remembers for a while that it has. Threads that need
 * the same one at once share one request; a failure is told to those who waited and forgotten.
 */
final class Applications {

  /** How long an application counts as being there. */
  static final Duration REMEMBERED = Duration.ofMinutes(10);

  private static final int MOST_REMEMBERED = 100_000;

  /** How looking for an application ended. */
  sealed interface Ensured {

    /** It is there; {@code look} tells this finding from later ones. */
    record Present(long look) implements Ensured {}

    /** It is not there, or nobody knows. */
    record Absent(DeliveryOutcome reason) implements Ensured {}
  }

  private final SvixTransport transport;
  private final Application api;
  private final Cache<String, Ensured.Present> present;
  private final ConcurrentMap<String, CompletableFuture<Ensured>> asking =
      new ConcurrentHashMap<>();
  private final AtomicLong looks = new AtomicLong();

  Applications(SvixTransport transport, Ticker ticker) {
    this.transport = transport;
    this.api = new Application(transport);
    this.present =
        Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** Creates the application with this uid unless it is there. */
  Ensured ensure(String uid) {
    while (true) {
      Ensured known = present.getIfPresent(uid);
      if (known != null) {
        return known;
      }
      CompletableFuture<Ensured> mine = new CompletableFuture<>();
      CompletableFuture<Ensured> others = asking.putIfAbsent(uid, mine);
      Ensured ensured = others == null ? ask(uid, mine) : await(others);
      if (ensured != null) {
        return ensured;
      }
    }
  }

  /** Takes back that it is there, unless somebody has looked again since. */
  void forget(String uid, Ensured.Present outdated) {
    present.asMap().remove(uid, outdated);
  }

  private Ensured ask(String uid, CompletableFuture<Ensured> answer) {
    Ensured ensured = null;
    try {
      // the one who asked before may have ended between the look and the claim
      ensured = present.getIfPresent(uid);
      if (ensured == null) {
        ensured = getOrCreate(uid);
      }
      return ensured;
    } finally {
      asking.remove(uid, answer);
      if (ensured == null || Thread.currentThread().isInterrupted()) {
        answer.cancel(false);
      } else {
        answer.complete(ensured);
      }
    }
  }

  /** What another thread found; null when it gave up for a reason of its own. */
  private @Nullable Ensured await(CompletableFuture<Ensured> others) {
    try {
      return others.get(transport.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (CancellationException e) {
      return null;
    } catch (TimeoutException e) {
      return new Ensured.Absent(Endings.timedOut(transport.callTimeout()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ensured.Absent(new Failed("Interrupted while waiting for Svix"));
    } catch (ExecutionException e) {
      throw new AssertionError("Answers are completed or cancelled.", e);
    }
  }

  private Ensured getOrCreate(String uid) {
    try {
      return found(uid, getOrCreateDespiteRace(uid));
    } catch (ApiException e) {
      return new Ensured.Absent(refused(e));
    } catch (IOException e) {
      return new Ensured.Absent(Endings.of(e, transport.callTimeout()));
    }
  }

  /** Svix looks and then inserts: who loses against another first event gets 409 once. */
  private @Nullable ApplicationOut getOrCreateDespiteRace(String uid)
      throws ApiException, IOException {
    ApplicationIn application = new ApplicationIn().uid(uid).name(uid);
    try {
      return api.getOrCreate(application);
    } catch (ApiException e) {
      if (e.getCode() != 409) {
        throw e;
      }
      return api.getOrCreate(application);
    }
  }

  private Ensured found(String uid, @Nullable ApplicationOut application) {
    if (application == null
        || application.getId() == null
        || !application.getId().startsWith("app_")
        || !uid.equals(application.getUid())) {
      return new Ensured.Absent(
          new Misconfigured(
              "Svix answered without the application " + uid + "; check the server URL"));
    }
    Ensured.Present found = new Ensured.Present(looks.incrementAndGet());
    present.put(uid, found);
    return found;
  }

  private static DeliveryOutcome refused(ApiException refusal) {
    return refusal.getCode() == 409
        ? new Failed(
            409,
            "Svix answered 409 twice when asked for the application",
            ResponseText.clean(refusal.getResponseBody()))
        : Endings.of(refusal, Endings.Question.APPLICATION);
  }
}
