package dev.signalbox.bench.report;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signalbox.bench.harness.ScenarioResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The directory that holds a report's files. */
public final class ReportFiles {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .build();

  private static final String PLOT = ".png";

  private final Path directory;

  /** Makes nothing yet. */
  public ReportFiles(Path directory) {
    this.directory = directory;
  }

  /** The report of a benchmark, where there is one. */
  public Optional<BenchmarkReport> read(String benchmark) throws IOException {
    Path json = directory.resolve(benchmark + ".json");
    return Files.exists(json)
        ? Optional.of(JSON.readValue(json.toFile(), BenchmarkReport.class))
        : Optional.empty();
  }

  /** What somebody has written about the results of a benchmark; empty without. */
  public String readNotes(String benchmark) throws IOException {
    Path notes = directory.resolve(benchmark + ".notes.md");
    return Files.exists(notes) ? Files.readString(notes) : "";
  }

  /** The names of the plots that there are. */
  public Set<String> plots() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(PLOT))
          .collect(Collectors.toSet());
    }
  }

  /** The name of the plot of a benchmark's scenario, the first of which is 1. */
  static String plot(String benchmark, int scenario) {
    return benchmark + "-" + scenario + PLOT;
  }

  /**
   * Writes {@code NAME.json}, {@code NAME.md} and a plot per scenario, over those of an earlier
   * run.
   *
   * @return what was written
   */
  public List<Path> write(BenchmarkReport report) throws IOException {
    Files.createDirectories(directory);
    List<Path> written = new ArrayList<>();
    Path json = directory.resolve(report.benchmark() + ".json");
    Files.writeString(json, JSON.writeValueAsString(report) + "\n");
    written.add(json);
    Path table = directory.resolve(report.benchmark() + ".md");
    Files.writeString(table, new MarkdownReport(report).text());
    written.add(table);
    written.addAll(writePlots(report));
    return written;
  }

  /** Draws a report that is there. */
  public List<Path> writePlots(BenchmarkReport report) throws IOException {
    List<Path> written = new ArrayList<>();
    int number = 0;
    for (ScenarioResult scenario : report.scenarios()) {
      number++;
      Path plot = directory.resolve(plot(report.benchmark(), number));
      if (new Plot(report.benchmark(), scenario).write(plot)) {
        written.add(plot);
      }
    }
    return written;
  }
}
