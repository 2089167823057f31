package dev.signalbox.relay.organization;

/** What happens to the events behind one that died, in its ordering key. */
public enum DeadKeyPolicy {
  /** They go on. */
  CONTINUE,
  /** They wait until the dead one is redriven or discarded. */
  PARK
}
