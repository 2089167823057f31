package dev.signalbox.relay.svix;

import static dev.signalbox.relay.svix.HostileServer.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.deliver.CredentialCheck;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import dev.signalbox.relay.deliver.DeliveryOutcome.Failed;
import dev.signalbox.relay.deliver.DeliveryOutcome.Misconfigured;
import dev.signalbox.relay.deliver.DeliveryOutcome.Rejected;
import dev.signalbox.relay.deliver.DeliveryOutcome.Throttled;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unauthorized;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unreachable;
import dev.signalbox.relay.deliver.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a server answers is an outcome: nothing is thrown, nothing large is kept. */
class HostileAnswerTest {

  private static final int ANSWERS = Integer.getInteger("signalbox.test.answers", 1_500);
  private static final int LONGEST_REASON = 300;

  private static final String[] STATUSES = {
    "200",
    "201",
    "202",
    "204",
    "206",
    "299",
    "301",
    "304",
    "400",
    "401",
    "403",
    "404",
    "408",
    "409",
    "413",
    "418",
    "422",
    "425",
    "429",
    "500",
    "502",
    "503",
    "599",
    "600",
    "999",
    "099",
    "-1",
    "abc",
    "99999999999",
    "100",
    "101"
  };

  private static final String[] CONTENT_TYPES = {
    "application/json",
    "text/html",
    "application/json; charset=utf-16",
    "text/plain; charset=xyz",
    "",
    "application/octet-stream",
    "multipart/form-data",
    "application/json; charset=\"",
    "\u00e9"
  };

  private static final String[] HEADERS = {
    "Retry-After: -1",
    "Retry-After: 99999999999999999999",
    "Retry-After: \u0001",
    "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT",
    "Location: http://127.0.0.1:1/",
    "Content-Encoding: gzip",
    "Content-Encoding: br",
    "Transfer-Encoding: chunked",
    "Content-Length: -5",
    "Content-Length: 99999999999",
    "Content-Length: 3",
    ": empty",
    "No colon here",
    "Set-Cookie: a=b",
    "Connection: upgrade",
    "WWW-Authenticate: Basic realm=\"x\""
  };

  private static final String[] BODIES = {
    "",
    "{}",
    "null",
    "[]",
    "true",
    "5",
    "\"msg_1\"",
    "{\"id\":5}",
    "{\"id\":null}",
    "{\"id\":{\"id\":\"msg_1\"}}",
    "{\"id\":[\"msg_1\"]}",
    "{\"id\":\"app_1\"}",
    "{\"id\":\"\"}",
    "{\"id\":\"msg_\"}",
    "{\"id\":\"msg_a b\"}",
    "{\"id\":\"msg_1\",\"payload\":[]}",
    "{\"id\":\"msg_1\",\"timestamp\":\"yesterday\"}",
    "{\"id\":\"msg_1\"",
    "{\"id\":\"msg_1\"}}",
    "{\"id\":\"msg_1\",\"eventType\":7,\"channels\":\"x\",\"tags\":{}}",
    "<html>503</html>",
    "{\"id\":\"msg_\\ud800\"}",
    "{\"detail\":[{\"loc\":1}]}",
    "{\"code\":\"conflict\",\"detail\":{}}"
  };

  @Test
  void everyAnswerIsAnOutcome() throws IOException {
    long seed = Long.getLong("signalbox.test.seed", new Random().nextLong());
    System.out.println(
        "HostileAnswerTest: %d answers from -Dsignalbox.test.seed=%d".formatted(ANSWERS, seed));
    try (HostileServer server = new HostileServer();
        SvixDestination destination = destination(server, Duration.ofSeconds(5))) {
      for (int i = 0; i < ANSWERS; i++) {
        Random random = new Random(seed + i);
        byte[] answer = answer(random);
        server.answer(out -> out.write(answer));
        Target target = random.nextBoolean() ? ScriptedSvix.mapped() : ScriptedSvix.created();
        try {
          check(destination.deliver(target, ScriptedSvix.event()), answer);
          CredentialCheck unused = destination.checkCredentials();
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError("Answer of seed " + (seed + i), e);
        }
      }
    }
  }

  @Test
  void aBodyWithoutEndIsReadNoFurtherThanItIsOfUse() throws IOException {
    for (String head : new String[] {"200 OK", "202 Accepted", "400 Bad Request", "500 Oops"}) {
      try (HostileServer server = new HostileServer();
          SvixDestination destination = destination(server, Duration.ofSeconds(30))) {
        byte[] noise = ascii("x".repeat(1 << 16));
        server.answer(
            out -> {
              out.write(ascii("HTTP/1.1 " + head + "\r\nConnection: close\r\n\r\n{\"detail\":\""));
              for (long sent = 0; sent < 4L << 30; sent += noise.length) {
                out.write(noise);
              }
            });

        DeliveryOutcome outcome = destination.deliver(ScriptedSvix.mapped(), ScriptedSvix.event());

        check(outcome, new byte[0]);
        assertThat(outcome).isNotInstanceOf(Accepted.class);
        assertThat(server.written()).as("bytes of two answers").isLessThan(64 << 20);
      }
    }
  }

  @Test
  void deepNestingAndHugeHeadersAreOutcomes() throws IOException {
    String deep = "[".repeat(400_000);
    String json = "HTTP/1.1 202 OK\r\nContent-Type: application/json\r\n";
    for (String answer :
        new String[] {
          json + "\r\n" + deep,
          json + "\r\n{\"id\":\"msg_1\",\"payload\":" + "{\"a\":".repeat(200_000),
          json + "X-Huge: " + "h".repeat(4 << 20) + "\r\n\r\n{\"id\":\"msg_1\"}",
          json + "X-Many: 1\r\n".repeat(100_000) + "\r\n{\"id\":\"msg_1\"}",
          "HTTP/1.1 200 " + "O".repeat(4 << 20) + "\r\n\r\n{\"id\":\"msg_1\"}",
          "x".repeat(4 << 20),
        }) {
      try (HostileServer server = new HostileServer();
          SvixDestination destination = destination(server, Duration.ofSeconds(30))) {
        server.answer(out -> out.write(ascii(answer)));
        check(destination.deliver(ScriptedSvix.mapped(), ScriptedSvix.event()), new byte[0]);
      }
    }
  }

  private static SvixDestination destination(HostileServer server, Duration callTimeout) {
    return new SvixDestination(new SvixSettings(server.url(), ScriptedSvix.TOKEN, 4, callTimeout));
  }

  /** Accepted only with an id that the answer holds; what is kept is short, clean and secret. */
  private static void check(DeliveryOutcome outcome, byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1).replace("\0", ""); // UTF-16 too
    String reason =
        switch (outcome) {
          case Accepted accepted -> {
            assertThat(accepted.messageId()).matches("msg_[A-Za-z0-9_-]{1,64}");
            assertThat(text).contains(accepted.messageId());
            yield "";
          }
          case Rejected rejected -> checked(rejected.reason(), rejected.response());
          case Failed failed -> checked(failed.reason(), failed.response());
          case Throttled throttled -> throttled.reason();
          case Unauthorized unauthorized -> unauthorized.reason();
          case Misconfigured misconfigured -> misconfigured.reason();
          case Unreachable unreachable -> unreachable.reason();
        };
    assertThat(reason.length()).isLessThan(LONGEST_REASON);
    assertThat(reason).doesNotContain(ScriptedSvix.TOKEN, ScriptedSvix.PAYLOAD);
    if (!(outcome instanceof Accepted)) {
      assertThat(reason).isNotEmpty();
    }
  }

  private static String checked(String reason, String response) {
    assertThat(response.length()).isLessThanOrEqualTo(ResponseText.MAX_LENGTH);
    assertThat(response).doesNotContain("\0");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(response)).isTrue();
    return reason;
  }

  private static byte[] answer(Random random) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    if (random.nextInt(20) == 0) {
      answer.write(bytes(random, 2_000));
      return answer.toByteArray();
    }
    answer.write(ascii("HTTP/1.1 " + pick(random, STATUSES) + " Words\r\n"));
    answer.write(ascii("Content-Type: " + pick(random, CONTENT_TYPES) + "\r\n"));
    byte[] body = body(random);
    for (int i = random.nextInt(3); i > 0; i--) {
      answer.write(ascii(pick(random, HEADERS) + "\r\n"));
    }
    if (random.nextInt(4) == 0) {
      answer.write(ascii("X-Noise: "));
      answer.write(bytes(random, 40));
      answer.write(ascii("\r\n"));
    }
    if (random.nextBoolean()) { // at times a lie
      int lie = random.nextInt(4) == 0 ? random.nextInt(9) : 0;
      answer.write(ascii("Content-Length: " + (body.length + lie) + "\r\n"));
    }
    answer.write(ascii("Connection: close\r\n\r\n"));
    answer.write(body, 0, random.nextInt(5) == 0 ? random.nextInt(body.length + 1) : body.length);
    return answer.toByteArray();
  }

  private static byte[] body(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> bytes(random, 3_000);
      case 1 ->
          ("{\"id\":\"" + new String(bytes(random, 30), StandardCharsets.UTF_16) + "\"}")
              .getBytes(StandardCharsets.UTF_8);
      case 2 -> "{\"id\":\"msg_ok\"}".getBytes(StandardCharsets.UTF_16);
      default -> pick(random, BODIES).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static byte[] bytes(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String pick(Random random, String[] texts) {
    return texts[random.nextInt(texts.length)];
  }
}
