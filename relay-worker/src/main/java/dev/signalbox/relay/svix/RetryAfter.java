package dev.signalbox.relay.svix;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Headers;

/** Reads the header of that name. */
final class RetryAfter {

  /**
   * Longer waits are cut to this: a wrong clock or a typing error must not stop a relay for days.
   */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final String NAME = "Retry-After";
  private static final Pattern SECONDS = Pattern.compile("[0-9]+");

  private RetryAfter() {}

  /** The wait that a number of seconds or an HTTP date asks for; empty where there is neither. */
  static Optional<Duration> read(Headers headers, Instant now) {
    String value = headers.get(NAME);
    if (value != null && SECONDS.matcher(value).matches()) {
      return Optional.of(value.length() > 9 ? LONGEST : bounded(seconds(value)));
    }
    Date date = headers.getDate(NAME);
    return date == null
        ? Optional.empty()
        : Optional.of(bounded(Duration.between(now, date.toInstant())));
  }

  private static Duration seconds(String digits) {
    return Duration.ofSeconds(Long.parseLong(digits));
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
