package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Serves event types. */
final class EventTypeRoutes {

  private final EventTypes types;

  EventTypeRoutes(EventTypes types) {
    this.types = types;
  }

  Map<Route, Handler> handlers() {
    return Map.of(
        Route.EVENT_TYPE_CREATE, this::create,
        Route.EVENT_TYPE_LIST, this::list,
        Route.EVENT_TYPE_GET, request -> Reply.json(200, types.require(name(request)).toJson()),
        Route.EVENT_TYPE_DELETE, this::delete);
  }

  private Reply create(Request request) {
    JsonNode json = request.object();
    String name = Names.name(Json.requiredText(json, "name"), List.of("body", "name"));
    return Reply.json(201, types.create(name, Json.requiredText(json, "description")).toJson());
  }

  private Reply list(Request request) {
    boolean withArchived = request.query().flag("include_archived", false);
    return Page.of(types.byName(withArchived), EventType::name, EventType::toJson, request.query());
  }

  private Reply delete(Request request) {
    if (request.query().flag("expunge", false)) {
      types.remove(name(request));
    } else {
      types.archive(name(request));
    }
    return Reply.empty(204);
  }

  private static String name(Request request) {
    return request.parameter("type");
  }
}
