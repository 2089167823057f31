package dev.signalbox.relay.deliver;

/**
 * Once it is pulled, no call begins that has not begun yet. The batches of a slice share one: what
 * stops one of them stops all. Safe for use by any number of threads.
 */
public final class Brake {

  private volatile boolean pulled;

  /** Lets no other call begin. */
  public void pull() {
    pulled = true;
  }

  /** Whether no other call begins. */
  public boolean isPulled() {
    return pulled;
  }
}
