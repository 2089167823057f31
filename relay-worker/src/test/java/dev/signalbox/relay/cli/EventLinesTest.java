package dev.signalbox.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.outbox.EventId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventLinesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ }",
        "{\"a\":1,\"a\":2}",
        "{\"n\":1e400,\"m\":1234567890123456789012345678901234567890123456789012345678901234}",
        "{\"z\":\t1 , \"a\":{\"b\":[1,2,{}]}}",
        "{\"nul\":\"\\u0000\",\"lone\":\"\\ud83d\",\"emoji\":\"😀\",\"é\":\"ü\"}",
        "{\"payload\":\"}\\\"\",\"organization\":{}}"
      })
  void payloadIsCutOutAsItStands(String payload) {
    assertThat(
            EventLine.parse(
                    " {\"key\":\"😀\", \"payload\" :  %s  ,\"type\":\"t\",\"organization\":\"o\"} "
                        .formatted(payload))
                .payload())
        .isEqualTo(payload);
  }

  @Test
  void allFieldsAreRead() {
    assertThat(
            EventLines.parse(
                "in",
                """
                {"organization":"a","type":"t","payload":{"x":1}}

                {"id":"0198c1d2-0000-7000-8000-00000000abcd","channels":["c","d"],"key":"k","payload":{},"type":"u","organization":"b"}
                """))
        .extracting(
            NumberedEvent::line,
            numbered -> numbered.event().organization(),
            numbered -> numbered.event().type(),
            numbered -> numbered.event().payload(),
            numbered -> numbered.event().orderingKey(),
            numbered -> numbered.event().channels(),
            numbered -> numbered.event().id())
        .containsExactly(
            tuple(1, "a", "t", "{\"x\":1}", Optional.empty(), List.of(), Optional.empty()),
            tuple(
                3,
                "b",
                "u",
                "{}",
                Optional.of("k"),
                List.of("c", "d"),
                Optional.of(EventId.parse("0198c1d2-0000-7000-8000-00000000abcd"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          []                                                       | is no JSON object
          {"organization":"o","type":"t"}                          | lacks "payload"
          {"type":"t","payload":{}}                                | lacks "organization"
          {"organization":"o","payload":{}}                        | lacks "type"
          {"organization":"o","type":"t","payload":[]}             | has a "payload" that is no JSON object
          {"organization":1,"type":"t","payload":{}}               | has a "organization" that is no text
          {"organization":"o","type":"t","payload":{},"x":1}       | has an unknown field
          {"organization":"o","organization":"o"}                  | has "organization" twice
          {"organization":"o","type":"t","payload":{}} {}          | goes on after its JSON object
          {"organization":"o","type":"t","payload":{"a"}}          | is no well-formed JSON
          {"organization":"o","type":"t","payload":{}              | is no well-formed JSON
          {"id":"i"}                                               | has an "id" that is no UUID of 36 characters
          {"channels":"c"}                                         | has "channels" that are no list
          """)
  void aBadLineIsNamed(String line, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventLine.parse(line))
        .withMessage(problem);
  }

  @Test
  void everyBadLineIsReportedByItsNumber() {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(
            () ->
                EventLines.parse(
                    "--file x", "{}\n\n{\"organization\":\"o\",\"type\":\"t\",\"payload\":{}}\nx"))
        .withMessage(
            "--file x: line 1 lacks \"organization\"; line 4 is no well-formed JSON. Nothing was"
                + " sent.");
  }

  @Test
  void manyBadLinesAreCounted() {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> EventLines.parse("in", "x\n".repeat(12)))
        .withMessageContaining("line 10 ")
        .withMessageEndingWith("; and 2 more lines. Nothing was sent.");
  }
}
