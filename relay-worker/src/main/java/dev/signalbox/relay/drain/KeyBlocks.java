package dev.signalbox.relay.drain;

import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The ordering keys whose oldest undelivered event may not go now, so that nothing behind it may.
 *
 * <p>A slice knows those that wait from memory: its first look starts at the beginning of the
 * outbox, and only the slice itself, while it holds the lease, changes what waits. An entry stays
 * until a look starts before it again. A parked key, whose dead head is no row of the outbox any
 * more, is read when a page says that there are some, and stays until a look from the beginning
 * reads them anew. Not thread-safe: used by the slice's own thread.
 */
final class KeyBlocks {

  /** More waiting keys than this are not looked past, so that memory stays bounded. */
  static final int CAPACITY = 20_000;

  private final NavigableMap<Long, String> waiting = new TreeMap<>();
  private final Set<String> keys = new HashSet<>();
  private final Set<String> parked = new HashSet<>();

  /** A look after this id will meet again whatever waits there. */
  void forgetAfter(long id) {
    if (!waiting.tailMap(id, false).isEmpty()) {
      waiting.tailMap(id, false).clear();
      keys.clear();
      keys.addAll(waiting.values());
      keys.addAll(parked);
    }
  }

  /** Nothing of this key may go until {@link #parkOnly} says otherwise. */
  void park(String key) {
    parked.add(key);
    keys.add(key);
  }

  /** Before a look from the beginning: these keys are parked, and no others. */
  void parkOnly(Set<String> parkedKeys) {
    waiting.clear();
    parked.clear();
    parked.addAll(parkedKeys);
    keys.clear();
    keys.addAll(parked);
  }

  boolean hasParked() {
    return !parked.isEmpty();
  }

  void add(long id, String key) {
    waiting.put(id, key);
    keys.add(key);
  }

  boolean blocks(String key) {
    return keys.contains(key);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  boolean isFull() {
    return waiting.size() + parked.size() >= CAPACITY;
  }

  String[] keys() {
    return keys.toArray(String[]::new);
  }
}
