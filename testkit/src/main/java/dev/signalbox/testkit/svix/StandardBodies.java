package dev.signalbox.testkit.svix;

/** The bodies of Svix's errors that depend on nothing but the status. */
final class StandardBodies {

  private StandardBodies() {}

  static String of(int status) {
    return switch (status) {
      case 400 -> error("generic_error", "Bad request");
      case 401 -> error("authentication_failed", "Invalid token");
      case 403 -> error("insufficient access", "Insufficient access for the given operation.");
      case 404 -> error("not_found", "Application not found");
      case 409 -> error("conflict", "A conflict has occurred");
      case 413 -> error("payload_too_large", "Request payload is too large.");
      case 422 ->
          "{\"detail\":[{\"loc\":[\"body\",\"payload\"],\"msg\":\"Validation"
              + " error\",\"type\":\"value_error\"}]}";
      case 429 -> error("rate_limited", "Too many requests");
      default -> "{}";
    };
  }

  private static String error(String code, String detail) {
    return "{\"code\":\"%s\",\"detail\":\"%s\"}".formatted(code, detail);
  }
}
