package dev.signalbox.relay.svix;

import com.svix.exceptions.ApiException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer that is no 2xx, with what Svix's own exception leaves out. */
final class SvixRefusal extends ApiException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  SvixRefusal(int status, String body, Optional<Duration> retryAfter) {
    super("Svix answered " + status, status, body);
    this.retryAfter = retryAfter.orElse(null);
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
