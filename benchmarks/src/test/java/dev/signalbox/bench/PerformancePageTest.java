package dev.signalbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PerformancePageTest {

  private static final Path DOCS =
      Path.of(System.getProperty("basedir", "."), "..", "docs").normalize();

  @Test
  void thePageIsWhatItsReportsMakeOfIt() throws IOException {
    assertThat(Files.readString(DOCS.resolve("performance.md")))
        .as("run ./signalbox bench page")
        .isEqualTo(PageCommand.text(DOCS.resolve("benchmarks"), Catalog.all()));
  }
}
