package dev.signalbox.relay.organization;

import java.util.Locale;

/** Why the events of an organization stay where they are. */
public enum HoldReason {
  /** Its row says so. */
  PAUSED("The organization is paused by its row in the table organization"),
  /** Its row says so. */
  DISABLED("The organization is disabled by its row in the table organization"),
  /** It has no row, and the worker is configured to hold such organizations. */
  UNKNOWN_ORGANIZATION("The organization has no row in the table organization"),
  /** The row in {@code installation} says so, for all organizations. */
  SOURCE_HELD("Svix refuses the credentials of the whole source"),
  /** Its id is no Svix uid, and no row names its Svix application. */
  NO_USABLE_UID("The organization id is no Svix uid; its row must name a Svix application"),
  /** The row of another organization names this one's id as its Svix application. */
  UID_TAKEN("Another organization's row names this id as its Svix application");

  private final String sentence;

  HoldReason(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }

  /** As it stands beside {@code quiet_until}. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
