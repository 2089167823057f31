package dev.signalbox.relay.lease;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A time in which neither producers nor the sweep need to wake an organization.
 *
 * @param reason why, in a word or two, for whoever looks at the table
 * @param lasting how long, by the database's clock; null: {@code until} says it
 * @param until its end, {@link OffsetDateTime#MAX} where only a change of the organization's row
 *     ends it; null: {@code lasting} says it
 */
public record Quiet(String reason, @Nullable Duration lasting, @Nullable OffsetDateTime until) {

  /** Checks that one of the two is given. */
  public Quiet {
    if ((lasting == null) == (until == null)) {
      throw new IllegalArgumentException("A quiet time has a length or an end, not both.");
    }
  }

  /** From now on for some time. */
  public static Quiet lasting(Duration lasting, String reason) {
    return new Quiet(reason, lasting, null);
  }

  /** From now on until then. */
  public static Quiet until(OffsetDateTime until, String reason) {
    return new Quiet(reason, null, until);
  }

  @Nullable Long millis() {
    return lasting == null ? null : lasting.toMillis();
  }
}
