package dev.signalbox.relay.deliver;

/**
 * An organization's share of the calls in flight.
 *
 * @param limit calls that it may have in flight at once
 * @param weight how often it gets a free permit when others wait too, relative to theirs
 */
public record Share(int limit, double weight) {

  /** Checks both. */
  public Share {
    if (limit < 1 || !(weight > 0) || weight == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "Limit %d or weight %s is not a positive number.".formatted(limit, weight));
    }
  }
}
