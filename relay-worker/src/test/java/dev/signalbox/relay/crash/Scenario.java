package dev.signalbox.relay.crash;

import java.util.Optional;

/**
 * What happens at one moment.
 *
 * @param twist what happens
 * @param moment when; empty where nothing happens
 * @param lingers whether slices wait a little for more, and so clear apart from settling
 */
record Scenario(Twist twist, Optional<Moment> moment, boolean lingers) {

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

  @Override
  public String toString() {
    return moment.map(Moment::toString).orElse("undisturbed") + (lingers ? ", lingering" : "");
  }

  static Scenario undisturbed(boolean lingers) {
    return new Scenario(Twist.NONE, Optional.empty(), lingers);
  }

  static Scenario at(Moment moment, Twist twist, boolean lingers) {
    return new Scenario(twist, Optional.of(moment), lingers);
  }
}
