package dev.signalbox.testkit.svix;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the ledger counts, of Svix's interface alone.
 *
 * @param requests all of them
 * @param requestsByRoute by the name of the {@link Route}
 * @param answersByStatus by HTTP status; 0 are connections that were cut without an answer
 * @param messages stored ones
 * @param applications with at least one message
 * @param duplicatesPreventedByKey answers repeated for an idempotency key
 * @param duplicatesPreventedByEventId messages refused because their event id was stored before
 * @param maxInFlight most requests at the same time
 */
public record LedgerSummary(
    long requests,
    Map<String, Long> requestsByRoute,
    Map<Integer, Long> answersByStatus,
    long messages,
    long applications,
    long duplicatesPreventedByKey,
    long duplicatesPreventedByEventId,
    int maxInFlight) {

  public LedgerSummary {
    requestsByRoute = new TreeMap<>(requestsByRoute);
    answersByStatus = new TreeMap<>(answersByStatus);
  }
}
