package dev.signalbox.relay.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.signalbox.contract.RelayInput;
import dev.signalbox.contract.RelayPause;
import dev.signalbox.contract.RelayProgress;
import dev.signalbox.contract.RelayStatus;
import dev.signalbox.relay.drain.SliceRequest;
import dev.signalbox.relay.drain.SliceResult;
import dev.signalbox.relay.redrive.BeginResult;
import dev.signalbox.relay.redrive.LetterSelection;
import dev.signalbox.relay.redrive.MoveResult;
import dev.signalbox.relay.redrive.OperationProgress;
import dev.signalbox.relay.sweep.SweepRequest;
import dev.signalbox.relay.sweep.Swept;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.GlobalDataConverter;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What another build writes into a history, as Temporal's converter reads it. */
class WireSkewTest {

  private static final DataConverter CONVERTER = GlobalDataConverter.get();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RelayProgress PROGRESS = new RelayProgress(1, 2, 3, 4, 5, 6);

  static Stream<Record> written() {
    return Stream.of(
        new RelayInput(
            "shop", "acme", "database", PROGRESS, "500", new RelayPause("throttled", 1_000)),
        new RelayStatus("waiting", PROGRESS, "500", "2026-01-31T10:00:00Z"),
        new SliceRequest("shop", "acme", "database", 7, true, 2),
        new SliceResult(1, 2, 3, 4, true, 5, "throttled", "429", 2.5),
        new OperationProgress("id", "redrive", "running", 9, 8, 7),
        new MoveResult(1, 2, 3, true),
        new BeginResult(9),
        new Swept(1, 2),
        new SweepRequest("shop", "database"));
  }

  @ParameterizedTest
  @MethodSource("written")
  void whatALaterBuildAddsIsIgnored(Record record) throws IOException {
    assertThat(read(withMore(json(record)), record.getClass())).isEqualTo(record);
  }

  static Stream<Record> empty() {
    return Stream.of(
        new RelayInput("shop", "acme", "", RelayProgress.NONE, "", RelayPause.NONE),
        new RelayStatus("", RelayProgress.NONE, "", ""),
        new SliceRequest("shop", "acme", "", 0, false, 0),
        new SliceResult(0, 0, 0, 0, false, 0, "", "", 1));
  }

  /** Source and organization were there from the beginning, and nothing goes without them. */
  @ParameterizedTest
  @MethodSource("empty")
  void whatAnEarlierBuildDidNotWriteIsEmpty(Record empty) throws IOException {
    ObjectNode json = json(empty);
    json.retain(List.of("source", "organizationId"));
    assertThat(read(json, empty.getClass())).isEqualTo(empty);
  }

  /** To ignore it would move or discard letters that nobody meant. */
  @Test
  void aCriterionThatThisBuildDoesNotKnowIsRefused() throws IOException {
    ObjectNode selection =
        json(new LetterSelection("acme", "", "rejected", "", "", List.of(3L))).put("channel", "x");
    assertThatThrownBy(() -> read(selection, LetterSelection.class))
        .hasStackTraceContaining("\"channel\"");
  }

  private static ObjectNode json(Record record) throws IOException {
    Payload payload = CONVERTER.toPayload(record).orElseThrow();
    return (ObjectNode) JSON.readTree(payload.getData().toByteArray());
  }

  private static ObjectNode withMore(ObjectNode object) {
    for (JsonNode child : object) {
      if (child instanceof ObjectNode nested) {
        withMore(nested);
      }
    }
    object.putObject("later").putArray("than").add("this");
    return object.put("another", 1);
  }

  private static <T> T read(ObjectNode json, Class<T> type) throws IOException {
    Payload like = CONVERTER.toPayload("").orElseThrow();
    ByteString data = ByteString.copyFrom(JSON.writeValueAsBytes(json));
    return CONVERTER.fromPayload(like.toBuilder().setData(data).build(), type, type);
  }
}
