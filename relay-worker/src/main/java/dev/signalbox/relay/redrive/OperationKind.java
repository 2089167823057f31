package dev.signalbox.relay.redrive;

import java.util.Locale;

/** What an operation does with dead letters. */
public enum OperationKind {
  /** Puts them back into the outbox under their own event ids: Svix stores none twice. */
  REDRIVE,
  /** Puts them back under new event ids: receivers see again what Svix had already. */
  RESEND,
  /** Deletes them. */
  DISCARD;

  /** As it stands in the record and in Temporal's history. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static OperationKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
