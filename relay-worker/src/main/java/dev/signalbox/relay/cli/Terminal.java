package dev.signalbox.relay.cli;

import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * What a command reads and writes.
 *
 * @param out results, in UTF-8
 * @param error everything else
 */
public record Terminal(InputStream in, PrintWriter out, PrintWriter error) {

  /** The streams of this process. */
  public static Terminal ofProcess() {
    return new Terminal(System.in, writer(System.out), writer(System.err));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
