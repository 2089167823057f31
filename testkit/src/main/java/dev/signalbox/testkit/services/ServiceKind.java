package dev.signalbox.testkit.services;

import java.util.Locale;

/** Where a backing service comes from, in the order in which they are tried. */
public enum ServiceKind {
  /** Its address was given by the environment; it is never started or stopped here. */
  GIVEN,
  /** A program of this machine, started as a child process. */
  LOCAL,
  /** A container of the Docker engine that answers. */
  CONTAINER,
  /** Comes with this library and needs nothing of the machine. */
  EMBEDDED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
