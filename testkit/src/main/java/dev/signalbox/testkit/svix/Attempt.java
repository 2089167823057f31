package dev.signalbox.testkit.svix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One try to deliver a message to an endpoint.
 *
 * @param answer what came back
 * @param nextAttempt when the next try is due; empty when there is none
 */
record Attempt(
    String id,
    Endpoint endpoint,
    StoredMessage message,
    Answer answer,
    Instant startedAt,
    Optional<Instant> nextAttempt) {

  static final String PREFIX = "atmpt_";

  private static final int SUCCESS = 0;
  private static final int FAIL = 2;

  /** What came back: a status of 0 is no answer at all. */
  record Answer(int status, String body, long milliseconds) {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("url", endpoint.in().url());
    json.put("response", answer.body());
    json.put("responseStatusCode", answer.status());
    json.put("responseDurationMs", answer.milliseconds());
    putStatus(json);
    json.put("triggerType", 0);
    json.put("msgId", message.id());
    json.put("endpointId", endpoint.id());
    json.put("id", id);
    return json.put("timestamp", Json.timestamp(startedAt));
  }

  /** The endpoint with what became of the message there. */
  ObjectNode toDestinationJson() {
    ObjectNode json = endpoint.toJson();
    putStatus(json);
    return json.put("nextAttempt", nextAttempt.map(Json::timestamp).orElse(null));
  }

  int status() {
    return answer.isSuccess() ? SUCCESS : FAIL;
  }

  private void putStatus(ObjectNode json) {
    json.put("status", status());
    json.put("statusText", answer.isSuccess() ? "success" : "fail");
  }
}
