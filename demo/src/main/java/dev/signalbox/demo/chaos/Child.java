package dev.signalbox.demo.chaos;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of this program that is started again when it has ended, as an orchestrator would. Safe
 * for use by several threads.
 */
final class Child implements AutoCloseable {

  private static final Duration CRASH_PAUSE = Duration.ofSeconds(1);

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final Guard guard;

  @GuardedBy("this")
  private @Nullable Process process;

  @GuardedBy("this")
  private boolean wanted = true;

  @GuardedBy("this")
  private long notBefore = System.nanoTime();

  @GuardedBy("this")
  private long started;

  /**
   * Prepares one; {@link #keepAlive} starts it.
   *
   * @param environment all of it
   * @param log where its output is added
   */
  Child(List<String> command, Map<String, String> environment, Path log, Guard guard) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.guard = guard;
  }

  /** Starts it when it is time; to be called again and again. */
  synchronized void keepAlive() {
    Process last = process;
    if (last != null && !last.isAlive()) {
      guard.drop(last.pid());
      process = null;
      if (notBefore - started <= 0) { // nobody ended it
        notBefore = System.nanoTime() + CRASH_PAUSE.toNanos();
      }
    }
    if (wanted && process == null && System.nanoTime() - notBefore >= 0) {
      process = launch();
      started = System.nanoTime();
    }
  }

  /** Ends it at once; it stays away for this long. False when it did not run. */
  synchronized boolean kill(Duration away) {
    return end(away, "-KILL");
  }

  /** Asks it to end, and makes it when it does not within the limit. */
  synchronized boolean stop(Duration away, Duration limit) {
    Process asked = process;
    boolean ran = end(away, "-TERM");
    if (asked != null && !awaitEnd(asked, limit)) {
      signal("-KILL");
      awaitEnd(asked, limit);
    }
    return ran;
  }

  /** Asks it to end for good. */
  synchronized void terminate() {
    wanted = false;
    signal("-TERM");
  }

  /** It does nothing until it is resumed. False when it did not run. */
  synchronized boolean pause() {
    return signal("-STOP");
  }

  synchronized void resume() {
    signal("-CONT");
  }

  /** Writes a line to its input; false when nobody reads it. */
  synchronized boolean send(String line) {
    Process reader = process;
    if (reader == null || !reader.isAlive()) {
      return false;
    }
    PrintWriter writer = new PrintWriter(reader.outputWriter(StandardCharsets.UTF_8), true);
    writer.println(line);
    return !writer.checkError();
  }

  /** Lets it end by itself and does not start it again; kills it after the limit. */
  synchronized void finish(Duration limit) {
    wanted = false;
    Process last = process;
    if (last != null && !awaitEnd(last, limit)) {
      signal("-KILL");
      awaitEnd(last, limit);
    }
  }

  @Override
  public synchronized void close() {
    wanted = false;
    Process last = process;
    if (last != null) {
      last.destroyForcibly();
      awaitEnd(last, Duration.ofSeconds(10));
      guard.drop(last.pid());
      process = null;
    }
  }

  private synchronized boolean end(Duration away, String signal) {
    notBefore = System.nanoTime() + away.toNanos();
    return signal(signal);
  }

  private synchronized boolean signal(String signal) {
    Process target = process;
    if (target == null || !target.isAlive()) {
      return false;
    }
    try {
      return new ProcessBuilder("kill", signal, Long.toString(target.pid())).start().waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException("The program kill cannot be run.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean awaitEnd(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Process launch() {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process started = builder.start();
      guard.add(started.pid());
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be started.".formatted(command.get(0)), e);
    }
  }
}
