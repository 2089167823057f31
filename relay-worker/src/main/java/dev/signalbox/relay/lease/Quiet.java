package dev.signalbox.relay.lease;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A time in which neither producers nor the sweep need to wake an organization. It ends with the
 * earlier of the two that are given, and one is.
 *
 * @param reason why, in a word or two, for whoever looks at the table
 * @param lasting how long at most, by the database's clock; null: {@code until} alone says it. A
 *     time that lies hours ahead does not count for producers and sweep, as if by a wrong clock.
 * @param until its end, {@link OffsetDateTime#MAX} where only a change of the organization's row
 *     ends it; null: {@code lasting} alone says it
 */
public record Quiet(String reason, @Nullable Duration lasting, @Nullable OffsetDateTime until) {

  /** Checks that there is an end. */
  public Quiet {
    if (lasting == null && until == null) {
      throw new IllegalArgumentException("A quiet time has neither a length nor an end.");
    }
  }

  /** From now on for some time. */
  public static Quiet lasting(Duration lasting, String reason) {
    return new Quiet(reason, lasting, null);
  }

  /** From now on until somebody acts. */
  public static Quiet forGood(String reason) {
    return new Quiet(reason, null, OffsetDateTime.MAX);
  }

  @Nullable Long millis() {
    return lasting == null ? null : lasting.toMillis();
  }
}
