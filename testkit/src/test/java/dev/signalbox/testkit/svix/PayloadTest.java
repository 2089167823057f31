package dev.signalbox.testkit.svix;

import static org.assertj.core.api.Assertions.assertThat;

import com.svix.Svix;
import com.svix.SvixOptions;
import com.svix.models.ApplicationIn;
import com.svix.models.MessageIn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the official client sends is kept byte for byte. */
class PayloadTest {

  static final List<String> TORTURE =
      List.of(
          "{}",
          " {\t\"b\" : 1,\r\n\"a\":2 } ",
          "{\"a\":1,\"a\":2}",
          "{\"a\":1e400}",
          "{\"a\":1234567890123456789012345678901234567890123456789012345678901234}",
          "{\"a\":0.10000000000000000000000000000000001, \"b\": -0.0, \"c\": 1E+2}",
          "{\"a\":\"\\u0000\\ud83d\\ude00\\/\\\\\\\"\"}",
          "{\"a\":\"emoji 🚀 ä 漢 \u2028 \u007f\"}",
          "{\"a\":\"" + "x".repeat((1 << 20) - 8) + "\"}");

  private final SvixEmulator emulator = SvixEmulator.start();

  @AfterEach
  void close() {
    emulator.close();
  }

  @Test
  void theOfficialClientsPayloadIsKeptByteForByte() throws Exception {
    SvixOptions options = new SvixOptions();
    options.setServerUrl(emulator.url());
    Svix svix = new Svix(emulator.token(), options);
    svix.getApplication().create(new ApplicationIn().name("One").uid("org-1"));
    for (String payload : TORTURE) {
      svix.getMessage().create("org-1", new MessageIn().eventType("t").payload(payload));
    }
    assertThat(emulator.ledger().messages("org-1"))
        .extracting(StoredMessage::payload)
        .isEqualTo(TORTURE);
    assertThat(emulator.ledger().messages("org-1").get(7).payloadBytes())
        .isEqualTo(TORTURE.get(7).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPlainPayloadIsKeptAsItStandsInTheBody() throws Exception {
    RawHttp http = new RawHttp(emulator);
    http.application("org-1");
    String payload = "{ \"ä\" : [1,{\"b\":1e400}],\"ä\":12345678901234567890.10 }";
    http.post(
        "/api/v1/app/org-1/msg",
        "{\"x\":{\"payload\":1},\"payload\": " + payload + " ,\"eventType\":\"t\"}");
    assertThat(emulator.ledger().messages("org-1"))
        .extracting(StoredMessage::payload)
        .containsExactly(payload);
  }

  @Test
  void contentThatSvixCannotReadBackLooksExpired() throws Exception {
    SvixOptions options = new SvixOptions();
    options.setServerUrl(emulator.url());
    Svix svix = new Svix(emulator.token(), options);
    svix.getApplication().create(new ApplicationIn().name("One").uid("org-1"));
    for (String payload : List.of("{\"a\":1e400}", "no json", "{} {}")) {
      assertThat(
              svix.getMessage()
                  .create("org-1", new MessageIn().eventType("t").payload(payload))
                  .getPayload())
          .isEqualTo(Map.of("expired", true));
    }
  }

  @Test
  void halfASurrogatePairIsRefused() throws Exception {
    RawHttp http = new RawHttp(emulator);
    http.application("org-1");
    String body =
        "{\"eventType\":\"t\",\"payload\":{},\"transformationsParams\":{\"rawPayload\":\"\\ud800\"}}";
    assertThat(http.post("/api/v1/app/org-1/msg", body).statusCode()).isEqualTo(422);
    assertThat(emulator.ledger().messageCount()).isZero();
  }
}
