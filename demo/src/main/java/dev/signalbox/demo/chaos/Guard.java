package dev.signalbox.demo.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A small process that outlives this one and then ends what is left of its children, however this
 * one ended. Safe for use by several threads.
 */
final class Guard implements AutoCloseable {

  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      pids=' '
      while read -r verb pid; do
        case $verb in
          add) pids="$pids$pid " ;;
          drop) case $pids in *" $pid "*) pids="${pids%%" $pid "*} ${pids#*" $pid "}" ;; esac ;;
        esac
      done
      for pid in $pids; do kill -KILL "$pid" 2>/dev/null; done
      """;

  private final PrintWriter orders;

  private Guard(PrintWriter orders) {
    this.orders = orders;
  }

  static Guard start() {
    try {
      Process process = new ProcessBuilder("sh", "-c", SCRIPT).start();
      return new Guard(new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true));
    } catch (IOException e) {
      throw new UncheckedIOException("A shell cannot be started.", e);
    }
  }

  /** Ends this process with this one. */
  synchronized void add(long pid) {
    orders.println("add " + pid);
  }

  /** It has ended: its number may be another's soon. */
  synchronized void drop(long pid) {
    orders.println("drop " + pid);
  }

  /** Ends whom it still knows. */
  @Override
  public synchronized void close() {
    orders.close();
  }
}
