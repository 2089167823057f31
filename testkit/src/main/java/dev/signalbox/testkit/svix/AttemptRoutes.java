package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Serves what was tried at endpoints. */
final class AttemptRoutes {

  private final Applications applications;

  AttemptRoutes(Applications applications) {
    this.applications = applications;
  }

  Map<Route, Handler> handlers() {
    return Map.of(
        Route.ATTEMPTS_BY_MESSAGE, this::byMessage,
        Route.ATTEMPTS_BY_ENDPOINT, this::byEndpoint,
        Route.MESSAGE_DESTINATIONS, this::destinations);
  }

  private Reply byMessage(Request request) {
    String id = message(request).id();
    return page(request, attempt -> attempt.message().id().equals(id));
  }

  private Reply byEndpoint(Request request) {
    String id = application(request).endpoints().require(request.parameter("endpoint")).id();
    return page(request, attempt -> attempt.endpoint().id().equals(id));
  }

  private Reply page(Request request, Predicate<Attempt> selector) {
    Optional<String> status = request.query().text("status");
    Predicate<Attempt> ofStatus =
        attempt -> status.isEmpty() || status.get().equals("" + attempt.status());
    return Page.of(
        application(request).endpoints().attempts().newestFirst(selector.and(ofStatus)),
        Attempt::id,
        Attempt::toJson,
        request.query());
  }

  private Reply destinations(Request request) {
    Function<Attempt, String> id = attempt -> attempt.endpoint().id();
    Function<Attempt, JsonNode> toJson = Attempt::toDestinationJson;
    return Page.of(
        application(request).endpoints().attempts().latest(message(request).id()),
        id,
        toJson,
        request.query());
  }

  private StoredMessage message(Request request) {
    return application(request).messages().require(request.parameter("msg"));
  }

  private Application application(Request request) {
    return applications.require(request.parameter("app"));
  }
}
