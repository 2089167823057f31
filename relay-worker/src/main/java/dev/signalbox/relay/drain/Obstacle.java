package dev.signalbox.relay.drain;

import java.util.Locale;

/** What stands in the way of all events of an organization. */
enum Obstacle {
  /** The destination asks for fewer calls. */
  THROTTLED,
  /** The organization has a rate limit and has used it up. */
  OWN_LIMIT,
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
    return this == OWN_LIMIT ? SliceResult.OWN_LIMIT : name().toLowerCase(Locale.ROOT);
  }
}
