package dev.signalbox.relay.organization;

import dev.signalbox.relay.deliver.Share;
import dev.signalbox.relay.deliver.Target;

/** What is to be done with the events of an organization. */
public sealed interface Disposition {

  /** They go to {@code target}, by {@code share} of the calls in flight. */
  record Deliver(Target target, Share share) implements Disposition {}

  /** They stay where they are until somebody acts; {@code reason} says who and how. */
  record Hold(String reason) implements Disposition {}
}
