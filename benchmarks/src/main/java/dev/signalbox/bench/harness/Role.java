package dev.signalbox.bench.harness;

/** What a contender is there for. */
public enum Role {
  /** The physical limit: the same work with nothing around it. */
  FLOOR,
  /** Another library that does the same work. */
  PEER,
  /** Another way to do it, in code of our own. */
  REFERENCE,
  /** This project. */
  OURS
}
