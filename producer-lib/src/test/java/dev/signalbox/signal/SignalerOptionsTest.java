package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignalerOptionsTest {

  @Test
  void everythingHasADefault() {
    assertThat(SignalerOptions.builder().build())
        .isEqualTo(
            new SignalerOptions(
                Source.DEFAULT,
                SchemaName.DEFAULT,
                "",
                "signalbox-relay",
                10_000,
                4,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(60)));
  }

  @Test
  void aBadOptionIsNamed() {
    refuses(SignalerOptions.builder().databaseId("db"), "Database id is no UUID");
    refuses(
        SignalerOptions.builder().databaseId("0198AAAA-0000-7000-8000-000000000000"),
        "Database id is no UUID");
    refuses(SignalerOptions.builder().taskQueue(" "), "Task queue");
    refuses(SignalerOptions.builder().maximumQueued(0), "Maximum queued is 0");
    refuses(SignalerOptions.builder().senderThreads(0), "Sender threads are 0");
    refuses(SignalerOptions.builder().senderThreads(65), "Sender threads are 65");
    refuses(SignalerOptions.builder().callDeadline(Duration.ZERO), "Call deadline is PT0S");
    refuses(SignalerOptions.builder().closeLimit(Duration.ofSeconds(-1)), "Close limit is PT-1S");
    refuses(
        SignalerOptions.builder().maximumDrainingStep(Duration.ZERO),
        "Maximum draining step is PT0S");
  }

  private static void refuses(SignalerOptions.Builder builder, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageStartingWith(message);
  }
}
