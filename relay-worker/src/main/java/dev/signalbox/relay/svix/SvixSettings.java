package dev.signalbox.relay.svix;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * How to reach Svix.
 *
 * @param serverUrl scheme, host and port of Svix's API; a path would be dropped by Svix's client
 * @param token the API token, kept out of {@link #toString()}
 * @param parallelism how many requests are in flight at most, so how many idle connections are kept
 * @param callTimeout how long handing over one event may take, with everything that it needs
 */
public record SvixSettings(URI serverUrl, String token, int parallelism, Duration callTimeout) {

  /** What a call may take unless it is configured. */
  public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration LONGEST_CALL_TIMEOUT = Duration.ofMinutes(10);
  private static final Set<String> REGIONS = Set.of("us", "eu", "in", "ca", "au");

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming the setting and the rule that it broke
   */
  public SvixSettings {
    checkServerUrl(serverUrl);
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "The Svix token is empty or has a blank, a line break or another character that no"
              + " HTTP header can carry.");
    }
    if (parallelism < 1) {
      throw new IllegalArgumentException(
          "The parallelism to Svix is %d; it must be at least 1.".formatted(parallelism));
    }
    if (callTimeout.toMillis() < 1 || callTimeout.compareTo(LONGEST_CALL_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "The call timeout to Svix is %s; it must lie between 1 ms and %s."
              .formatted(callTimeout, LONGEST_CALL_TIMEOUT));
    }
  }

  /** The API of the region that the token's ending names, as Svix's own clients choose it. */
  public static URI serverUrlOf(String token) {
    String region = token.substring(token.lastIndexOf('.') + 1);
    return URI.create(
        REGIONS.contains(region)
            ? "https://api.%s.svix.com".formatted(region)
            : "https://api.svix.com");
  }

  @Override
  public String toString() {
    return "SvixSettings[serverUrl=%s, token=***, parallelism=%d, callTimeout=%s]"
        .formatted(serverUrl, parallelism, callTimeout);
  }

  // The messages do not show the URL: where it is wrong it may hold a password.
  private static void checkServerUrl(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "The Svix server URL must begin with http:// or https://.");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "The Svix server URL has a user or password; the token alone authenticates.");
    }
    if (url.getHost() == null || HttpUrl.get(url) == null) {
      throw new IllegalArgumentException("The Svix server URL has no usable host or port.");
    }
    String path = url.getRawPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      throw new IllegalArgumentException(
          "The Svix server URL has the path %s; only scheme, host and port are allowed, because"
                  .formatted(path)
              + " Svix's client drops a path.");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "The Svix server URL has a query or a fragment; only scheme, host and port are allowed.");
    }
  }
}
