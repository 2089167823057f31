package dev.signalbox.testkit.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that runs as a child of this process, its output in a temporary file. */
final class ChildServer {

  private static final long STOP_LIMIT_SECONDS = 10;
  private static final int LAST_CHARACTERS = 500;

  private final Process process;
  private final Path output;

  private ChildServer(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static ChildServer launch(List<String> command) throws IOException {
    Path output = Files.createTempFile("signalbox-server", ".log");
    output.toFile().deleteOnExit();
    return new ChildServer(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /** Completes when the process has ended. */
  CompletableFuture<Process> exit() {
    return process.onExit();
  }

  long pid() {
    return process.pid();
  }

  /** Ends it at once, as a crash would; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** The end of its output. */
  String lastWords() {
    try {
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
      return text.substring(Math.max(0, text.length() - LAST_CHARACTERS));
    } catch (IOException e) {
      return "(its output cannot be read: " + e + ")";
    }
  }

  /** Asks it to end, then makes it. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
