package dev.signalbox.relay.svix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * What Svix itself says about a refusal. A refusal without it comes from something in between.
 *
 * @param code one of Svix's words; empty where it gives none, as in a list of invalid fields
 */
record SvixError(String code) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();

  /** Empty when the body is none of Svix's. */
  static Optional<SvixError> in(String body) {
    try {
      JsonNode error = JSON.readTree(body);
      return error.hasNonNull("detail")
          ? Optional.of(new SvixError(error.path("code").asText("")))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Whether it is about the token, although the status does not say so. */
  boolean isOfToken() {
    return code.equals("bad_token");
  }
}
