package dev.signalbox.testkit.svix;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Svix's rules for the headers that a client adds to deliveries. */
final class EndpointHeaders {

  private static final Set<String> FORBIDDEN =
      Set.of(
          "user-agent",
          "content-type",
          "content-length",
          "host",
          "connection",
          "expect",
          "upgrade",
          "transfer-encoding");
  private static final List<String> FORBIDDEN_PREFIXES = List.of("svix-", "webhook-", "x-amz-");

  private EndpointHeaders() {}

  static void check(Map<String, String> headers) {
    headers.keySet().forEach(EndpointHeaders::check);
  }

  private static void check(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.isEmpty()
        || FORBIDDEN.contains(lower)
        || FORBIDDEN_PREFIXES.stream().anyMatch(lower::startsWith)) {
      throw Refusal.invalid(List.of("body", "headers"), "Header " + name + " is not allowed.");
    }
  }
}
