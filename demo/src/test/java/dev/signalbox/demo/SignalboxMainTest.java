package dev.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.cli.RelayCommandLine;
import dev.signalbox.relay.cli.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignalboxMainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter error = new StringWriter();

  @Test
  void helpNamesEveryCommand() {
    assertThat(run()).isZero();
    assertThat(out.toString())
        .contains(
            "demo ",
            "worker",
            "migrate",
            "send",
            "version",
            "svix-emulator",
            "shop",
            "chaos ",
            "bench ",
            "up ",
            "down ")
        .doesNotContain("chaos-");
  }

  @Test
  void anUnknownCommandIsWrongUse() {
    assertThat(run("dmeo")).isEqualTo(2);
    assertThat(error.toString().lines()).hasSize(1);
  }

  @Test
  void anEmulatorThatCannotListenNamesItsOptions() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("svix-emulator", "--port", Integer.toString(taken.getLocalPort())))
          .isEqualTo(1);
      assertThat(error.toString())
          .startsWith(
              "signalbox svix-emulator: --host 127.0.0.1 --port %d: "
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void aChaosRunTakesSomeTime() {
    assertThat(run("chaos", "--minutes", "0")).isEqualTo(2);
    assertThat(error.toString()).contains("--minutes is 0.0; it must be above 0");
  }

  @Test
  void aPlanOfChaosIsThatOfItsSeed() {
    assertThat(run("chaos", "--minutes", "10", "--seed", "7", "--plan")).isZero();
    assertThat(out.toString()).contains("Seed 7", "workerKilled 1 for", "in-memory server");
  }

  @Test
  void theStackIsOneFileAndTheEmulatorIsLaidOverIt() {
    assertThat(Compose.files(false)).containsExactly("--file", "docker-compose.yml");
    assertThat(Compose.files(true))
        .containsExactly("--file", "docker-compose.yml", "--file", "docker-compose.emulator.yml");
  }

  private int run(String... arguments) {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintWriter(out, true),
            new PrintWriter(error, true));
    return RelayCommandLine.of(terminal, SignalboxMain.commands(terminal, Map.of(), Path.of("")))
        .execute(arguments);
  }
}
