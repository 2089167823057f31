package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** Cuts a page out of a list by Svix's {@code limit} and {@code iterator}. */
final class Page {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 250;

  private Page() {}

  /**
   * A page as a reply.
   *
   * @param all in the order of the listing, which is strictly ascending or descending by id
   */
  static <T> Reply of(
      List<T> all, Function<T, String> id, Function<T, JsonNode> toJson, Query query) {
    int limit = query.number("limit", DEFAULT_LIMIT);
    if (limit > MAX_LIMIT) {
      throw Refusal.invalid(List.of("query", "limit"), "Given limit must not exceed 250");
    }
    String iterator = query.text("iterator").orElse("");
    boolean backwards = iterator.startsWith("-");
    boolean descending = all.size() > 1 && id.apply(all.get(0)).compareTo(id.apply(all.get(1))) > 0;
    String bound = backwards ? iterator.substring(1) : iterator;
    List<T> left =
        bound.isEmpty()
            ? all
            : all.stream()
                .filter(item -> isBeyond(id.apply(item), bound, backwards, descending))
                .toList();
    int count = Math.min(limit, left.size());
    List<T> page =
        backwards ? left.subList(left.size() - count, left.size()) : left.subList(0, count);
    return Reply.json(200, body(page, id, toJson, left.size() <= limit));
  }

  private static boolean isBeyond(String id, String bound, boolean backwards, boolean descending) {
    int order = id.compareTo(bound) * (descending ? -1 : 1);
    return backwards ? order < 0 : order > 0;
  }

  private static <T> ObjectNode body(
      List<T> page, Function<T, String> id, Function<T, JsonNode> toJson, boolean done) {
    ObjectNode body = Json.object();
    ArrayNode data = body.putArray("data");
    page.forEach(item -> data.add(toJson.apply(item)));
    if (page.isEmpty()) {
      body.putNull("iterator");
    } else {
      body.put("iterator", id.apply(page.get(page.size() - 1)));
      body.put("prevIterator", "-" + id.apply(page.get(0)));
    }
    return body.put("done", done);
  }
}
