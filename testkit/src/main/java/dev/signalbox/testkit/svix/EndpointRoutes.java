package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves endpoints, their secrets and headers. */
final class EndpointRoutes {

  private final Applications applications;
  private final EventTypes types;
  private final Ids ids;
  private final InstantSource clock;

  EndpointRoutes(Applications applications, EventTypes types, Ids ids, InstantSource clock) {
    this.applications = applications;
    this.types = types;
    this.ids = ids;
    this.clock = clock;
  }

  Map<Route, Handler> handlers() {
    return Map.ofEntries(
        Map.entry(Route.ENDPOINT_CREATE, this::create),
        Map.entry(Route.ENDPOINT_LIST, this::list),
        Map.entry(Route.ENDPOINT_GET, request -> Reply.json(200, endpoint(request).toJson())),
        Map.entry(Route.ENDPOINT_UPDATE, this::update),
        Map.entry(Route.ENDPOINT_PATCH, this::patch),
        Map.entry(Route.ENDPOINT_DELETE, this::delete),
        Map.entry(Route.ENDPOINT_SECRET, this::secret),
        Map.entry(Route.ENDPOINT_ROTATE_SECRET, this::rotate),
        Map.entry(Route.ENDPOINT_HEADERS, this::headers),
        Map.entry(Route.ENDPOINT_SET_HEADERS, this::setHeaders),
        Map.entry(Route.ENDPOINT_PATCH_HEADERS, this::patchHeaders));
  }

  private Reply create(Request request) {
    return Reply.json(201, insert(request).toJson());
  }

  private Endpoint insert(Request request) {
    Endpoints endpoints = endpoints(request);
    JsonNode json = request.object();
    EndpointIn in = checked(EndpointIn.parse(json));
    Instant now = clock.instant();
    return endpoints.insert(
        new Endpoint(
            ids.next(EndpointIn.PREFIX),
            in,
            List.of(SigningKey.choose(json, "secret")),
            Map.of(),
            now,
            now));
  }

  private Reply list(Request request) {
    return Page.of(
        endpoints(request).newestFirst(), Endpoint::id, Endpoint::toJson, request.query());
  }

  private Reply update(Request request) {
    Optional<Endpoint> existing = endpoints(request).find(request.parameter("endpoint"));
    if (existing.isEmpty()) {
      return create(request);
    }
    return replace(request, checked(EndpointIn.parse(request.object())));
  }

  private Reply patch(Request request) {
    return replace(request, checked(endpoint(request).in().patched(request.object())));
  }

  private Reply replace(Request request, EndpointIn in) {
    Endpoint changed =
        endpoints(request).update(request.parameter("endpoint"), e -> e.with(in, clock.instant()));
    return Reply.json(200, changed.toJson());
  }

  private Reply delete(Request request) {
    endpoints(request).delete(request.parameter("endpoint"));
    return Reply.empty(204);
  }

  private Reply secret(Request request) {
    return Reply.json(200, Json.object().put("key", endpoint(request).newestKey().text()));
  }

  private Reply rotate(Request request) {
    SigningKey key = SigningKey.choose(request.object(), "key");
    endpoints(request).update(request.parameter("endpoint"), e -> e.rotated(key, clock.instant()));
    return Reply.empty(204);
  }

  private Reply headers(Request request) {
    ObjectNode json = Json.object();
    json.set("headers", Json.tree(endpoint(request).headers()));
    json.putArray("sensitive");
    return Reply.json(200, json);
  }

  private Reply setHeaders(Request request) {
    Map<String, String> headers = Json.textMap(request.object(), "headers");
    EndpointHeaders.check(headers);
    endpoints(request)
        .update(request.parameter("endpoint"), e -> e.withHeaders(headers, clock.instant()));
    return Reply.empty(204);
  }

  private Reply patchHeaders(Request request) {
    Map<String, String> merged = new LinkedHashMap<>(endpoint(request).headers());
    merged.putAll(Json.textMap(request.object(), "headers"));
    Json.texts(request.object(), "deleteHeaders").orElse(List.of()).forEach(merged::remove);
    EndpointHeaders.check(merged);
    endpoints(request)
        .update(request.parameter("endpoint"), e -> e.withHeaders(merged, clock.instant()));
    return Reply.empty(204);
  }

  private EndpointIn checked(EndpointIn in) {
    types.requireAll(in.eventTypes().orElse(List.of()));
    return in;
  }

  private Endpoint endpoint(Request request) {
    return endpoints(request).require(request.parameter("endpoint"));
  }

  private Endpoints endpoints(Request request) {
    return applications.require(request.parameter("app")).endpoints();
  }
}
