package dev.signalbox.demo;

import dev.signalbox.relay.cli.CommandFailure;
import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.StopHook;
import dev.signalbox.relay.cli.Terminal;
import dev.signalbox.testkit.svix.SvixEmulator;
import dev.signalbox.testkit.svix.SvixEmulatorBuilder;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox svix-emulator}: a Svix server in memory until it is asked to stop. */
@Command(
    name = "svix-emulator",
    description = "Run a Svix server in memory until it is asked to stop; for trying things out.")
final class SvixEmulatorCommand implements Callable<Integer> {

  private static final int SVIX_PORT = 8071;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Port to listen on (default ${DEFAULT-VALUE}); 0 takes a free one.")
  int port = SVIX_PORT;

  @Option(
      names = "--host",
      paramLabel = "H",
      description = "Address to listen on (default ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--token",
      paramLabel = "T",
      description = "Accept this token alone; the default accepts any.")
  String token = "";

  private final Terminal terminal;

  SvixEmulatorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    try (SvixEmulator emulator = start()) {
      terminal.out().printf("SVIX_SERVER_URL=%s%n", emulator.url());
      StopHook.await(stopped::await, stopped::countDown);
    }
    return ExitCodes.DONE;
  }

  private SvixEmulator start() {
    try {
      SvixEmulatorBuilder builder =
          SvixEmulator.builder().bindAddress(InetAddress.getByName(host)).port(port);
      return (token.isEmpty() ? builder : builder.requiredToken(token)).start();
    } catch (UnknownHostException | UncheckedIOException | IllegalArgumentException e) {
      throw new CommandFailure("--host %s --port %d".formatted(host, port), e);
    }
  }
}
