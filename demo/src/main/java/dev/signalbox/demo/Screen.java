package dev.signalbox.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Where the view appears. For one thread at a time. */
interface Screen {

  /** Shows this table in the place of the one before, or after it. */
  void show(List<String> lines);

  /** How often it is worth to show something. */
  Duration interval();

  /** A terminal that can move its cursor, else plain lines. */
  static Screen on(PrintWriter out) {
    return Ansi.AUTO.enabled() ? new Redrawn(out) : new Plain(out);
  }

  /** Draws over what it drew before. */
  final class Redrawn implements Screen {

    private final PrintWriter out;
    private int drawn;

    Redrawn(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void show(List<String> lines) {
      String up = drawn == 0 ? "" : "\u001b[%dF\u001b[J".formatted(drawn);
      drawn = lines.size();
      out.print(up + String.join("\n", lines) + "\n");
      out.flush();
    }

    @Override
    public Duration interval() {
      return Duration.ofMillis(500);
    }
  }

  /** Goes on below. */
  final class Plain implements Screen {

    private final PrintWriter out;

    Plain(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void show(List<String> lines) {
      lines.forEach(out::println);
      out.flush();
    }

    @Override
    public Duration interval() {
      return Duration.ofSeconds(2);
    }
  }
}
