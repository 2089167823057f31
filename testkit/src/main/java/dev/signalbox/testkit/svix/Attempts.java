package dev.signalbox.testkit.svix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The attempts of one application by the order of their ids. */
final class Attempts {

  private final Map<String, Attempt> byId = new TreeMap<>(Comparator.reverseOrder());

  synchronized void add(Attempt attempt) {
    byId.put(attempt.id(), attempt);
  }

  synchronized List<Attempt> newestFirst(Predicate<Attempt> selector) {
    return byId.values().stream().filter(selector).toList();
  }

  /** The newest attempt of a message at each endpoint. */
  List<Attempt> latest(String messageId) {
    Map<String, Attempt> byEndpoint = new LinkedHashMap<>();
    newestFirst(attempt -> attempt.message().id().equals(messageId))
        .forEach(attempt -> byEndpoint.putIfAbsent(attempt.endpoint().id(), attempt));
    List<Attempt> found = new ArrayList<>(byEndpoint.values());
    found.sort((a, b) -> b.endpoint().id().compareTo(a.endpoint().id()));
    return found;
  }
}
