package dev.signalbox.demo.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a run keeps data and logs. */
record RunDirectory(Path path) {

  static RunDirectory create() {
    try {
      return new RunDirectory(Files.createTempDirectory("signalbox-chaos"));
    } catch (IOException e) {
      throw new UncheckedIOException("No temporary directory can be made.", e);
    }
  }

  void delete() {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be deleted.".formatted(path), e);
    }
  }
}
