package dev.signalbox.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts of one organization. For one thread at a time. */
final class OrganizationTally {

  private static final int RECENT = 200;

  private final Deque<Duration> recent = new ArrayDeque<>();
  private Duration longest = Duration.ZERO;
  private long appended;
  private long delivered;

  void appended() {
    appended++;
  }

  void delivered(Duration latency) {
    Duration counted = latency.isNegative() ? Duration.ZERO : latency;
    delivered++;
    recent.add(counted);
    if (recent.size() > RECENT) {
      recent.remove();
    }
    longest = counted.compareTo(longest) > 0 ? counted : longest;
  }

  void add(OrganizationTally other) {
    appended += other.appended;
    delivered += other.delivered;
    recent.addAll(other.recent);
    longest = other.longest.compareTo(longest) > 0 ? other.longest : longest;
  }

  Reading read() {
    Duration median =
        recent.stream().sorted().skip(recent.size() / 2).findFirst().orElse(Duration.ZERO);
    return new Reading(appended, delivered, median, longest);
  }

  /**
   * What the view shows.
   *
   * @param median from commit to stored, of the last ones
   * @param longest from commit to stored, of all
   */
  record Reading(long appended, long delivered, Duration median, Duration longest) {}
}
