package dev.signalbox.testkit.svix;

/** What the emulator serves; each constant is one method on one path. */
public enum Route {
  APPLICATION_CREATE("POST", "api/v1/app"),
  APPLICATION_LIST("GET", "api/v1/app"),
  APPLICATION_GET("GET", "api/v1/app/{app}"),
  APPLICATION_UPDATE("PUT", "api/v1/app/{app}"),
  APPLICATION_PATCH("PATCH", "api/v1/app/{app}"),
  APPLICATION_DELETE("DELETE", "api/v1/app/{app}"),

  MESSAGE_CREATE("POST", "api/v1/app/{app}/msg"),
  MESSAGE_LIST("GET", "api/v1/app/{app}/msg"),
  MESSAGE_GET("GET", "api/v1/app/{app}/msg/{msg}"),
  MESSAGE_EXPUNGE("DELETE", "api/v1/app/{app}/msg/{msg}/content"),
  MESSAGE_DESTINATIONS("GET", "api/v1/app/{app}/msg/{msg}/endpoint"),

  ENDPOINT_CREATE("POST", "api/v1/app/{app}/endpoint"),
  ENDPOINT_LIST("GET", "api/v1/app/{app}/endpoint"),
  ENDPOINT_GET("GET", "api/v1/app/{app}/endpoint/{endpoint}"),
  ENDPOINT_UPDATE("PUT", "api/v1/app/{app}/endpoint/{endpoint}"),
  ENDPOINT_PATCH("PATCH", "api/v1/app/{app}/endpoint/{endpoint}"),
  ENDPOINT_DELETE("DELETE", "api/v1/app/{app}/endpoint/{endpoint}"),
  ENDPOINT_SECRET("GET", "api/v1/app/{app}/endpoint/{endpoint}/secret"),
  ENDPOINT_ROTATE_SECRET("POST", "api/v1/app/{app}/endpoint/{endpoint}/secret/rotate"),
  ENDPOINT_HEADERS("GET", "api/v1/app/{app}/endpoint/{endpoint}/headers"),
  ENDPOINT_SET_HEADERS("PUT", "api/v1/app/{app}/endpoint/{endpoint}/headers"),
  ENDPOINT_PATCH_HEADERS("PATCH", "api/v1/app/{app}/endpoint/{endpoint}/headers"),

  ATTEMPTS_BY_MESSAGE("GET", "api/v1/app/{app}/attempt/msg/{msg}"),
  ATTEMPTS_BY_ENDPOINT("GET", "api/v1/app/{app}/attempt/endpoint/{endpoint}"),

  EVENT_TYPE_CREATE("POST", "api/v1/event-type"),
  EVENT_TYPE_LIST("GET", "api/v1/event-type"),
  EVENT_TYPE_GET("GET", "api/v1/event-type/{type}"),
  EVENT_TYPE_DELETE("DELETE", "api/v1/event-type/{type}"),

  HEALTH("GET", "api/v1/health"),
  HEALTH_PING("GET", "api/v1/health/ping"),

  LEDGER_SUMMARY("GET", "ledger/summary"),
  LEDGER_MESSAGES("GET", "ledger/messages"),

  /** Nothing that is served. */
  UNKNOWN("", "");

  private final String method;
  private final String path;

  Route(String method, String path) {
    this.method = method;
    this.path = path;
  }

  String method() {
    return method;
  }

  /** Path without leading slash; segments in braces match anything. */
  String path() {
    return path;
  }

  /** Whether a bearer token is needed. */
  boolean isProtected() {
    return path.startsWith("api/") && this != HEALTH && this != HEALTH_PING;
  }

  /** Whether it belongs to Svix's interface, and not to the emulator's own. */
  boolean isSvix() {
    return this != LEDGER_SUMMARY && this != LEDGER_MESSAGES;
  }
}
