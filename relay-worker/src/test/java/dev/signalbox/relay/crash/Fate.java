package dev.signalbox.relay.crash;

/** Decides what happens to a process at a moment. */
@FunctionalInterface
interface Fate {

  /** Is asked at each moment, by the thread that has come to it. */
  void at(MortalProcess process, Moment moment);
}
