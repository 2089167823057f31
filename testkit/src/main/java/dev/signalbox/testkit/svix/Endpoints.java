package dev.signalbox.testkit.svix;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** The endpoints of one application and what was tried at them. */
final class Endpoints {

  private final Map<String, Endpoint> newestFirst =
      new ConcurrentSkipListMap<>(Comparator.reverseOrder());
  private final Attempts attempts = new Attempts();

  Attempts attempts() {
    return attempts;
  }

  /** Stores a new one; refused when its uid is taken. */
  synchronized Endpoint insert(Endpoint endpoint) {
    refuseTakenUid(endpoint);
    newestFirst.put(endpoint.id(), endpoint);
    return endpoint;
  }

  synchronized Endpoint update(String idOrUid, UnaryOperator<Endpoint> change) {
    Endpoint changed = change.apply(require(idOrUid));
    refuseTakenUid(changed);
    newestFirst.put(changed.id(), changed);
    return changed;
  }

  synchronized void delete(String idOrUid) {
    newestFirst.remove(require(idOrUid).id());
  }

  Endpoint require(String idOrUid) {
    return find(idOrUid).orElseThrow(Refusal::notFound);
  }

  Optional<Endpoint> find(String idOrUid) {
    return newestFirst.values().stream()
        .filter(e -> e.id().equals(idOrUid) || e.in().uid().equals(Optional.of(idOrUid)))
        .findFirst();
  }

  List<Endpoint> newestFirst() {
    return List.copyOf(newestFirst.values());
  }

  /** Those that a message goes to. */
  List<Endpoint> matching(StoredMessage message) {
    return newestFirst.isEmpty()
        ? List.of()
        : newestFirst.values().stream().filter(e -> e.in().matches(message)).toList();
  }

  private void refuseTakenUid(Endpoint endpoint) {
    if (endpoint
        .in()
        .uid()
        .flatMap(this::find)
        .filter(o -> !o.id().equals(endpoint.id()))
        .isPresent()) {
      throw Refusal.conflict();
    }
  }
}
