package dev.signalbox.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTemporalTest {

  @Test
  void aProgramThatEndsAtOnceIsNotWaitedFor(@TempDir Path directory) throws IOException {
    Path program = directory.resolve("temporal");
    Files.writeString(program, "#!/bin/sh\necho unknown flag\nexit 3\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    LocalTemporal temporal = new LocalTemporal(new SearchPath(directory.toString()));
    assertThatThrownBy(temporal::start)
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessage(program + " did not become healthy: unknown flag");
  }

  @Test
  void onlyAnExecutableFileIsAProgram(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("temporal"), "text");
    assertThat(new LocalTemporal(new SearchPath(":" + directory)).obstacle())
        .hasValue("no program \"temporal\" is on the PATH.");
  }
}
