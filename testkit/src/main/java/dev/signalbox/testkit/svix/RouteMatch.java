package dev.signalbox.testkit.svix;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The route of a request and the decoded parameters of its path. */
record RouteMatch(Route route, Map<String, String> parameters) {

  private static final RouteMatch NONE = new RouteMatch(Route.UNKNOWN, Map.of());
  private static final List<Template> TEMPLATES =
      Stream.of(Route.values()).map(Template::of).toList();

  RouteMatch {
    parameters = Map.copyOf(parameters);
  }

  /** Finds the route; a path without leading and trailing slash. HEAD counts as GET. */
  static RouteMatch of(String method, String rawPath) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    List<String> segments = List.of(rawPath.split("/", -1));
    for (Template template : TEMPLATES) {
      if (template.route().method().equals(wanted) && fits(template.segments(), segments)) {
        return new RouteMatch(template.route(), parameters(template.segments(), segments));
      }
    }
    return NONE;
  }

  private static boolean fits(List<String> pattern, List<String> segments) {
    if (pattern.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      if (!isParameter(pattern.get(i)) && !pattern.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> parameters(List<String> pattern, List<String> segments) {
    Map<String, String> found = new HashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String name = pattern.get(i);
      if (isParameter(name)) {
        found.put(name.substring(1, name.length() - 1), decode(segments.get(i)));
      }
    }
    return found;
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }

  private static String decode(String segment) {
    return segment.indexOf('%') < 0
        ? segment
        : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private record Template(Route route, List<String> segments) {
    static Template of(Route route) {
      return new Template(route, List.of(route.path().split("/", -1)));
    }
  }
}
