package dev.signalbox.relay.svix;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** Reads the header of that name. */
final class RetryAfter {

  /**
   * Longer waits are cut to this: a wrong clock or a typing error must not stop a relay for days.
   */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final Pattern SECONDS = Pattern.compile("[0-9]+");

  private RetryAfter() {}

  /** The wait that a number of seconds or an HTTP date asks for; empty where there is neither. */
  static Optional<Duration> read(@Nullable String value, Instant now) {
    if (value == null) {
      return Optional.empty();
    }
    if (SECONDS.matcher(value).matches()) {
      return Optional.of(value.length() > 9 ? LONGEST : bounded(seconds(value)));
    }
    return Optional.ofNullable(DateUtils.parseStandardDate(value))
        .map(date -> bounded(Duration.between(now, date)));
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
