package dev.signalbox.testkit.svix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What the emulator was asked and what it stored. Applications are named by uid, or by id where
 * they have none; deleted ones stay. Thread-safe; an answer that a client has seen is counted.
 */
public final class Ledger {

  private final Map<String, List<StoredMessage>> messages = new ConcurrentHashMap<>();
  private final Map<Route, LongAdder> requests = new ConcurrentHashMap<>();
  private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
  private final Map<EventKey, LongAdder> creations = new ConcurrentHashMap<>();
  private final Map<String, InFlight> inFlightOf = new ConcurrentHashMap<>();
  private final InFlight inFlight = new InFlight();
  private final LongAdder repeatedKeys = new LongAdder();
  private final LongAdder repeatedEventIds = new LongAdder();
  private final ChangeSignal changed = new ChangeSignal();

  Ledger() {}

  /** Messages of an application in the order in which they were stored. */
  public List<StoredMessage> messages(String application) {
    List<StoredMessage> stored = messages.getOrDefault(application, List.of());
    synchronized (stored) {
      return List.copyOf(stored);
    }
  }

  /** A part of an application's messages, for large ones. */
  List<StoredMessage> messages(String application, int from, int limit) {
    List<StoredMessage> stored = messages.getOrDefault(application, List.of());
    synchronized (stored) {
      int start = Math.min(from, stored.size());
      return List.copyOf(stored.subList(start, start + Math.min(limit, stored.size() - start)));
    }
  }

  /** Applications that have messages. */
  public Set<String> applications() {
    return Collections.unmodifiableSet(new TreeSet<>(messages.keySet()));
  }

  /** All messages; in stored order within an application. */
  public List<StoredMessage> messages() {
    return applications().stream().flatMap(uid -> messages(uid).stream()).toList();
  }

  /** How many messages are stored in all. */
  public long messageCount() {
    return messages.values().stream().mapToLong(Ledger::sizeOf).sum();
  }

  /** Requests that came, finished or not. */
  public long requests() {
    return sum(requests.values());
  }

  /** Requests of this route that came, finished or not. */
  public long requests(Route route) {
    return count(requests, route);
  }

  /** Attempts to create the message of this event. */
  public long creations(String application, String eventId) {
    return count(creations, new EventKey(application, eventId));
  }

  /** Answers with this HTTP status; 0 are connections that were cut without an answer. */
  public long answers(int status) {
    return count(answers, status);
  }

  /** Requests that got the first answer again, because they repeated its idempotency key. */
  public long duplicatesPreventedByKey() {
    return repeatedKeys.sum();
  }

  /** Requests that got 409, because the application had a message of that event id. */
  public long duplicatesPreventedByEventId() {
    return repeatedEventIds.sum();
  }

  /** Requests that run now. */
  public int inFlight() {
    return inFlight.now();
  }

  /** The most requests that ran at the same time. */
  public int maxInFlight() {
    return inFlight.most();
  }

  /** The most requests of one application that ran at the same time. */
  public int maxInFlight(String application) {
    InFlight found = inFlightOf.get(application);
    return found == null ? 0 : found.most();
  }

  /** All counts, taken one after the other. */
  public LedgerSummary summary() {
    Map<String, Long> byRoute =
        requests.entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().name(), e -> e.getValue().sum()));
    Map<Integer, Long> byStatus = new TreeMap<>();
    answers.forEach((status, count) -> byStatus.put(status, count.sum()));
    return new LedgerSummary(
        requests(),
        byRoute,
        byStatus,
        messageCount(),
        messages.size(),
        duplicatesPreventedByKey(),
        duplicatesPreventedByEventId(),
        maxInFlight());
  }

  /** Waits until the condition holds; false when that does not happen in time. */
  public boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
    return changed.await(condition, atMost);
  }

  /** Waits until so many messages are stored in all. */
  public boolean awaitMessages(long count, Duration atMost) throws InterruptedException {
    return await(() -> messageCount() >= count, atMost);
  }

  /** Forgets counts, not messages. */
  public void resetCounts() {
    requests.clear();
    answers.clear();
    creations.clear();
    repeatedKeys.reset();
    repeatedEventIds.reset();
    inFlight.reset();
    inFlightOf.values().forEach(InFlight::reset);
  }

  void begin(SvixRequest request) {
    increment(requests, request.route());
    if (request.route() == Route.MESSAGE_CREATE && !request.eventId().isEmpty()) {
      increment(creations, new EventKey(request.application(), request.eventId()));
    }
    inFlight.enter();
    if (!request.application().isEmpty()) {
      inFlightOf.computeIfAbsent(request.application(), uid -> new InFlight()).enter();
    }
    changed.signal();
  }

  void end(SvixRequest request, int status) {
    increment(answers, status);
    inFlight.leave();
    InFlight ofApplication = inFlightOf.get(request.application());
    if (ofApplication != null) {
      ofApplication.leave();
    }
    changed.signal();
  }

  void stored(StoredMessage message) {
    List<StoredMessage> stored =
        messages.computeIfAbsent(message.application(), uid -> new ArrayList<>());
    synchronized (stored) {
      stored.add(message);
    }
    changed.signal();
  }

  void repeatedKey() {
    repeatedKeys.increment();
  }

  void repeatedEventId() {
    repeatedEventIds.increment();
  }

  private static <K> void increment(Map<K, LongAdder> counts, K key) {
    counts.computeIfAbsent(key, k -> new LongAdder()).increment();
  }

  private static <K> long count(Map<K, LongAdder> counts, K key) {
    LongAdder found = counts.get(key);
    return found == null ? 0 : found.sum();
  }

  private static long sum(Iterable<LongAdder> counts) {
    long sum = 0;
    for (LongAdder count : counts) {
      sum += count.sum();
    }
    return sum;
  }

  private static int sizeOf(List<StoredMessage> stored) {
    synchronized (stored) {
      return stored.size();
    }
  }

  private record EventKey(String application, String eventId) {}
}
