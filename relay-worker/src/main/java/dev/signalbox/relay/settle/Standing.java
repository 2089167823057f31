package dev.signalbox.relay.settle;

/** How the one who settled stands. */
public enum Standing {
  /** The lease is lost, and nothing was written. */
  LOST,
  /** Written; the organization has been paused or disabled meanwhile. */
  STOPPED,
  /** Written. */
  ACTIVE
}
