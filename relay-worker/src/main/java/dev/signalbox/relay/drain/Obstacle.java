package dev.signalbox.relay.drain;

import java.util.Locale;

/** What stands in the way of all events of an organization. */
enum Obstacle {
  /** The destination asks for fewer calls. */
  THROTTLED,
  /** No connection to the destination could be made, or everything fails there. */
  UNREACHABLE,
  /** The destination refuses the credentials. */
  UNAUTHORIZED,
  /** Address or application are wrong. */
  REFUSED,
  /** The organization's row says so. */
  PAUSED,
  /** It is not known where the events are to go, or the whole source is held. */
  HELD;

  /** As it stands in Temporal's history, in the lease and on the workflow's page. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
