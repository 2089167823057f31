package dev.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private final StringWriter out = new StringWriter();

  @Test
  void aTerminalIsDrawnOver() {
    Screen screen = new Screen.Redrawn(new PrintWriter(out));
    screen.show(List.of("a", "b"));
    screen.show(List.of("c"));
    assertThat(out.toString()).isEqualTo("a\nb\n\u001b[2F\u001b[Jc\n");
  }

  @Test
  void plainLinesGoOnBelow() {
    Screen screen = new Screen.Plain(new PrintWriter(out));
    screen.show(List.of("a"));
    screen.show(List.of("b"));
    assertThat(out.toString().lines()).containsExactly("a", "b");
  }
}
