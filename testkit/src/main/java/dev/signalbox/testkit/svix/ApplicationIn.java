package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What a client says of an application. */
record ApplicationIn(
    String name, Optional<String> uid, OptionalInt throttleRate, Map<String, String> metadata) {

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08]");

  static ApplicationIn parse(JsonNode json) {
    return new ApplicationIn(
        checkedName(Json.requiredText(json, "name")), uid(json), rate(json), metadata(json));
  }

  /** The same with the fields that a patch names. */
  ApplicationIn patched(JsonNode json) {
    return new ApplicationIn(
        json.has("name") ? checkedName(Json.requiredText(json, "name")) : name,
        json.has("uid") ? uid(json) : uid,
        json.has("throttleRate") || json.has("rateLimit") ? rate(json) : throttleRate,
        json.has("metadata") ? metadata(json) : metadata);
  }

  private static String checkedName(String name) {
    if (name.isEmpty()) {
      throw Refusal.invalid(List.of("body", "name"), "`name` must be at least one character");
    }
    if (CONTROL.matcher(name).find()) {
      throw Refusal.invalid(List.of("body", "name"), "Control characters 0x00-0x08 not allowed.");
    }
    return name;
  }

  private static Optional<String> uid(JsonNode json) {
    return Json.text(json, "uid")
        .map(uid -> Names.uid(uid, Application.PREFIX, List.of("body", "uid")));
  }

  private static OptionalInt rate(JsonNode json) {
    JsonNode rate =
        json.hasNonNull("throttleRate") ? json.get("throttleRate") : json.path("rateLimit");
    return rate.isInt() ? OptionalInt.of(rate.intValue()) : OptionalInt.empty();
  }

  private static Map<String, String> metadata(JsonNode json) {
    return Json.textMap(json, "metadata");
  }
}
