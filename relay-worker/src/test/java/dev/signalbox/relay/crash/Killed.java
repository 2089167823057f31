package dev.signalbox.relay.crash;

/** What a process that is dead is made to throw wherever it stands. Nothing of ours catches it. */
final class Killed extends Error {

  private static final long serialVersionUID = 1;

  Killed() {
    super("killed", null, false, false);
  }
}
