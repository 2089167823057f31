package dev.signalbox.testkit.svix;

import java.util.function.Predicate;

/** Selects requests; combine with {@code and}, {@code or} and {@code negate}. */
public final class Requests {

  private Requests() {}

  /** Every request of Svix's interface. */
  public static Predicate<SvixRequest> any() {
    return request -> true;
  }

  /** Requests of this route. */
  public static Predicate<SvixRequest> route(Route route) {
    return request -> request.route() == route;
  }

  /** Requests that create a message. */
  public static Predicate<SvixRequest> messageCreation() {
    return route(Route.MESSAGE_CREATE);
  }

  /** Requests of the application with this uid. */
  public static Predicate<SvixRequest> application(String uid) {
    return request -> request.application().equals(uid);
  }

  /** Requests that name this event id, in body or path. */
  public static Predicate<SvixRequest> eventId(String eventId) {
    return request -> request.eventId().equals(eventId);
  }

  /** Requests that create a message of this event type. */
  public static Predicate<SvixRequest> eventType(String eventType) {
    return request -> request.eventType().equals(eventType);
  }
}
