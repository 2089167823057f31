package dev.signalbox.testkit.svix;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Answers a POST that repeats a key with the first answer. A key counts together with token, path
 * and query, not with the body; whole 2xx answers are remembered, for {@link #RETENTION}; who
 * repeats a key whose first request still runs waits for it, and after the lock time gets an empty
 * 500.
 */
final class IdempotencyKeys {

  static final Duration RETENTION = Duration.ofHours(12);

  private final InstantSource clock;
  private final Duration lockTime;
  private final Runnable onReplay;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Queue<Map.Entry<String, Entry>> byAge = new ConcurrentLinkedQueue<>();

  IdempotencyKeys(InstantSource clock, Duration lockTime, Runnable onReplay) {
    this.clock = clock;
    this.lockTime = lockTime;
    this.onReplay = onReplay;
  }

  Reply answer(Request request, Supplier<Reply> handler) {
    RequestHeaders headers = request.headers();
    if (!request.route().method().equals("POST")
        || headers.idempotencyKey().isEmpty()
        || headers.authorization().isEmpty()) {
      return handler.get();
    }
    String key = headers.authorization() + ":" + headers.idempotencyKey() + ":" + request.target();
    return answer(key, handler);
  }

  private Reply answer(String key, Supplier<Reply> handler) {
    forgetSome();
    while (true) {
      Entry mine = new Entry(new CompletableFuture<>(), clock.instant());
      Entry first = entries.putIfAbsent(key, mine);
      if (first == null) {
        byAge.add(Map.entry(key, mine));
        return run(key, mine, handler);
      }
      if (isExpired(first)) {
        entries.remove(key, first);
        continue;
      }
      Reply reply = await(first);
      if (reply.isRepeatable()) {
        onReplay.run();
        return reply;
      }
      if (!first.reply().isDone()) {
        return reply;
      }
    }
  }

  private Reply run(String key, Entry mine, Supplier<Reply> handler) {
    Reply reply = Reply.CUT;
    try {
      reply = handler.get();
      return reply;
    } finally {
      if (!reply.isRepeatable()) {
        entries.remove(key, mine);
      }
      mine.reply().complete(reply);
    }
  }

  private Reply await(Entry entry) {
    try {
      return entry.reply().get(lockTime.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Reply.empty(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.empty(500);
    } catch (ExecutionException e) {
      throw new IllegalStateException("An idempotent answer cannot fail.", e);
    }
  }

  /** Two old ones for each new one, so that memory ends with the retention. */
  private void forgetSome() {
    for (int i = 0; i < 2; i++) {
      Map.Entry<String, Entry> oldest = byAge.peek();
      if (oldest == null || !isExpired(oldest.getValue())) {
        return;
      }
      if (byAge.remove(oldest)) {
        entries.remove(oldest.getKey(), oldest.getValue());
      }
    }
  }

  private boolean isExpired(Entry entry) {
    return entry.reply().isDone() && clock.instant().isAfter(entry.since().plus(RETENTION));
  }

  private record Entry(CompletableFuture<Reply> reply, Instant since) {}
}
