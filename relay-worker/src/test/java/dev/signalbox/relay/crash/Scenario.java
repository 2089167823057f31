package dev.signalbox.relay.crash;

import java.util.Optional;

/**
 * What happens at one moment.
 *
 * @param twist what happens
 * @param moment when; empty where nothing happens
 */
record Scenario(Twist twist, Optional<Moment> moment) {

  enum Twist {
    /** Nothing: what moments there are is written down. */
    NONE,
    /** The process is gone. */
    DIES,
    /** The process stands still, is given up, and goes on when another has taken its work. */
    COMES_BACK_LATE,
    /** Another producer commits, and signals if the flag tells it to. */
    PRODUCER_COMMITS
  }

  static Scenario undisturbed() {
    return new Scenario(Twist.NONE, Optional.empty());
  }

  static Scenario at(Moment moment, Twist twist) {
    return new Scenario(twist, Optional.of(moment));
  }
}
