package dev.signalbox.bench.sick;

import dev.signalbox.bench.load.Latencies;
import dev.signalbox.testkit.svix.Ledger;
import dev.signalbox.testkit.svix.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what was appended with what Svix holds, and counts what it took. */
final class Outcome {

  static final String RATE = "healthy events/s";
  static final String REQUESTS = "requests/attempt of a failing event";
  static final String DRAINED = "s from recovery until all was drained";
  static final String LOST = "lost events";
  static final String DUPLICATED = "duplicated events";

  private final Ward ward;
  private final Sent sent;
  private final Ledger ledger;
  private final Carrier carrier;

  Outcome(Ward ward, Sent sent, Ledger ledger, Carrier carrier) {
    this.ward = ward;
    this.sent = sent;
    this.ledger = ledger;
    this.carrier = carrier;
  }

  Map<String, Double> figures() throws Exception {
    Map<String, Double> figures = new HashMap<>();
    compare(figures);
    long requests = 0;
    long attempts = 0;
    for (Map.Entry<String, Sickness> patient : ward.patients().entrySet()) {
      List<StoredMessage> messages = ledger.messages(patient.getKey());
      long sentFor = requests(patient.getKey(), messages);
      figures.merge(
          patient.getValue().requestsPerEvent(),
          (double) sentFor / Math.max(1, messages.size()),
          Math::max);
      if (patient.getValue() == Sickness.FAILING) {
        requests += sentFor;
        attempts += carrier.attempts(patient.getKey());
      }
    }
    if (attempts > 0) {
      figures.put(REQUESTS, (double) requests / attempts);
    }
    return figures;
  }

  private void compare(Map<String, Double> figures) {
    Map<String, Sent.Due> missing = new HashMap<>(sent.events());
    Set<String> seen = new HashSet<>();
    Latencies latencies = new Latencies();
    Instant lastHealthy = sent.start();
    Instant lastOfBacklog = sent.recovery();
    int duplicated = 0;
    for (StoredMessage message : ledger.messages()) {
      String id = message.eventId().orElse("");
      duplicated += seen.add(id) ? 0 : 1;
      Sent.Due due = missing.get(id);
      if (due != null && due.organization().equals(message.application())) {
        missing.remove(id);
        if (Ward.isHealthy(due.organization())) {
          latencies.addNanos(Duration.between(due.at(), message.storedAt()).toNanos());
          lastHealthy = later(lastHealthy, message.storedAt());
        } else if (due.at().isBefore(sent.recovery())) {
          lastOfBacklog = later(lastOfBacklog, message.storedAt());
        }
      }
    }
    figures.putAll(latencies.figures());
    figures.put(
        RATE, latencies.count() / (Duration.between(sent.start(), lastHealthy).toNanos() / 1e9));
    figures.put(LOST, (double) missing.size());
    figures.put(DUPLICATED, (double) duplicated);
    if (!ward.patients().isEmpty()) {
      figures.put(DRAINED, Duration.between(sent.recovery(), lastOfBacklog).toNanos() / 1e9);
    }
  }

  private long requests(String organization, List<StoredMessage> messages) {
    return messages.stream()
        .mapToLong(message -> ledger.creations(organization, message.eventId().orElse("")))
        .sum();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }
}
