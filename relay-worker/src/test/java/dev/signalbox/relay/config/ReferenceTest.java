package dev.signalbox.relay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void thePageIsWhatTheCodeSays() throws Exception {
    if (Boolean.getBoolean("signalbox.writeReference")) {
      Files.writeString(PAGE, Reference.markdown());
    }
    assertThat(PAGE)
        .as("written by mvn -pl relay-worker -am test -Dsignalbox.writeReference=true")
        .hasContent(Reference.markdown());
  }
}
