package dev.signalbox.relay.deliver;

/**
 * How a batch is to be delivered.
 *
 * @param share of the calls in flight
 * @param parksKeys whether nothing may pass a rejected event in its ordering key
 * @param probing whether the lines go in any order, because those at the front may be the very ones
 *     that fail
 */
public record Plan(Share share, boolean parksKeys, boolean probing) {

  /** In order, past what is rejected. */
  public Plan(Share share) {
    this(share, false, false);
  }
}
