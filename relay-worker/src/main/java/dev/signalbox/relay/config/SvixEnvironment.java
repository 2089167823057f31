package dev.signalbox.relay.config;

import dev.signalbox.relay.svix.SvixSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@link SvixSettings}. */
final class SvixEnvironment {

  static final Setting<Optional<URI>> SERVER_URL =
      new Setting<>(
          "SVIX_SERVER_URL",
          "http(s)://host[:port]",
          "",
          "The Svix server; unset: Svix's own service in the region that the token names.",
          SvixEnvironment::url);
  static final Setting<Optional<String>> TOKEN =
      Settings.optional("SVIX_TOKEN", "The token for Svix. This or SVIX_TOKEN_FILE is required.");
  static final Setting<Optional<String>> TOKEN_FILE =
      Settings.contentOf("SVIX_TOKEN_FILE", "A file that holds the token instead.");
  static final Setting<Duration> CALL_TIMEOUT =
      Settings.duration(
          "SIGNALBOX_CALL_TIMEOUT",
          SvixSettings.DEFAULT_CALL_TIMEOUT,
          "Bound on handing one event to Svix, with everything that it needs.");

  static final List<Setting<?>> SETTINGS = List.of(SERVER_URL, TOKEN, TOKEN_FILE, CALL_TIMEOUT);

  private SvixEnvironment() {}

  /** What is wrong with each variable, or with all of them together. */
  static List<String> problems(Map<String, String> environment) {
    List<String> problems =
        new ArrayList<>(
            SETTINGS.stream().flatMap(setting -> setting.problem(environment).stream()).toList());
    if (problems.isEmpty()) {
      try {
        from(environment);
      } catch (IllegalArgumentException e) {
        problems.add("SVIX_SERVER_URL or SVIX_TOKEN is refused: " + e.getMessage());
      }
    }
    return problems;
  }

  static SvixSettings from(Map<String, String> environment) {
    String token = TOKEN.read(environment).or(() -> TOKEN_FILE.read(environment)).orElse("");
    return new SvixSettings(
        SERVER_URL.read(environment).orElseGet(() -> SvixSettings.serverUrlOf(token)),
        token,
        StepEnvironment.IN_FLIGHT_TOTAL.read(environment),
        CALL_TIMEOUT.read(environment));
  }

  private static Optional<URI> url(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(new URI(text));
    } catch (URISyntaxException e) { // whose message has the URL, and perhaps a password
      throw new IllegalArgumentException("not a URL.", e);
    }
  }
}
