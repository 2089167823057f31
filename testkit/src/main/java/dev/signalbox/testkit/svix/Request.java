package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request with its body read; belongs to one thread. */
final class Request {

  private final RouteMatch match;
  private final String target;
  private final Query query;
  private final RequestHeaders headers;
  private final byte[] body;
  private @Nullable JsonNode json;

  Request(RouteMatch match, String target, Query query, RequestHeaders headers, byte[] body) {
    this.match = match;
    this.target = target;
    this.query = query;
    this.headers = headers;
    this.body = body;
  }

  Route route() {
    return match.route();
  }

  /** Path and query as they came, without a slash at the end of the path. */
  String target() {
    return target;
  }

  Query query() {
    return query;
  }

  RequestHeaders headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  /** A parameter of the path; the empty text where the route has none of this name. */
  String parameter(String name) {
    return match.parameters().getOrDefault(name, "");
  }

  /** The body as JSON, or a missing node when it is none. */
  JsonNode peek() {
    JsonNode parsed = json;
    if (parsed == null) {
      parsed = parse();
      json = parsed;
    }
    return parsed;
  }

  /** The body as a JSON object; refused when it is none. */
  JsonNode object() {
    JsonNode parsed = peek();
    if (!parsed.isObject()) {
      throw Refusal.undecodable("body", "The body is not a JSON object.");
    }
    return parsed;
  }

  /** A text of the body's top level. */
  Optional<String> text(String field) {
    return Optional.ofNullable(peek().path(field).textValue());
  }

  private JsonNode parse() {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      JsonNode parsed = Json.MAPPER.readTree(body);
      return parsed == null ? MissingNode.getInstance() : parsed;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
