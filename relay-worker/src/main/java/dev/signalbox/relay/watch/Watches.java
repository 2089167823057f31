package dev.signalbox.relay.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who watches, the longest first, and whether somebody looks for them. As long as there is one,
 * somebody does: who looks ends by being told in one step that there is none. Safe for use by any
 * number of threads.
 */
final class Watches {

  @GuardedBy("this")
  private final Set<Watch> watches = new LinkedHashSet<>();

  @GuardedBy("this")
  private boolean lookedFor;

  /** Adds one, and where nobody looks starts somebody. */
  synchronized void add(Watch watch, Runnable start) {
    watches.add(watch);
    if (!lookedFor) {
      start.run();
      lookedFor = true;
    }
  }

  synchronized void remove(Watch watch) {
    watches.remove(watch);
  }

  /** Those to look for now; when there are none, who asked looks no more. */
  synchronized List<Watch> current() {
    if (watches.isEmpty()) {
      lookedFor = false;
    }
    return List.copyOf(watches);
  }

  /** Who looked cannot go on: the next one that is added starts another. */
  synchronized void abandon() {
    lookedFor = false;
  }

  synchronized boolean isEmpty() {
    return watches.isEmpty();
  }

  synchronized Optional<Watch> takeOldest() {
    Optional<Watch> oldest = watches.stream().findFirst();
    oldest.ifPresent(watches::remove);
    return oldest;
  }

  synchronized List<Watch> takeAll() {
    List<Watch> all = List.copyOf(watches);
    watches.clear();
    return all;
  }
}
