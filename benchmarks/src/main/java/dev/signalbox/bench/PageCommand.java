package dev.signalbox.bench;

import dev.signalbox.bench.report.BenchmarkReport;
import dev.signalbox.bench.report.PerformancePage;
import dev.signalbox.bench.report.ReportFiles;
import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox bench page}. */
@Command(
    name = "page",
    description = "Make the page of the documentation, and its plots, from reports.")
final class PageCommand implements Callable<Integer> {

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where the reports are and the plots go (default ${DEFAULT-VALUE}).")
  Path report = Path.of("docs", "benchmarks");

  @Option(names = "--to", paramLabel = "FILE", description = "The page (default ${DEFAULT-VALUE}).")
  Path page = Path.of("docs", "performance.md");

  private final Terminal terminal;
  private final List<CatalogEntry> catalog;

  PageCommand(Terminal terminal, List<CatalogEntry> catalog) {
    this.terminal = terminal;
    this.catalog = catalog;
  }

  @Override
  public Integer call() throws IOException {
    ReportFiles files = new ReportFiles(report);
    List<BenchmarkReport> reports = reports(files, catalog);
    for (BenchmarkReport each : reports) {
      files.writePlots(each);
    }
    Files.writeString(page, text(files, reports, catalog));
    terminal.out().printf("Written: %s%n", page);
    return ExitCodes.DONE;
  }

  /** In the order of the catalog; what has no report is left out. */
  static String text(Path directory, List<CatalogEntry> catalog) throws IOException {
    ReportFiles files = new ReportFiles(directory);
    return text(files, reports(files, catalog), catalog);
  }

  private static List<BenchmarkReport> reports(ReportFiles files, List<CatalogEntry> catalog)
      throws IOException {
    List<BenchmarkReport> reports = new ArrayList<>();
    for (CatalogEntry entry : catalog) {
      files.read(entry.name()).ifPresent(reports::add);
    }
    return reports;
  }

  private static String text(
      ReportFiles files, List<BenchmarkReport> reports, List<CatalogEntry> catalog)
      throws IOException {
    Map<String, String> notes = new HashMap<>();
    for (CatalogEntry entry : catalog) {
      notes.put(entry.name(), files.readNotes(entry.name()));
    }
    List<String> notBuilt =
        catalog.stream()
            .filter(entry -> entry.benchmark().isEmpty())
            .map(CatalogEntry::name)
            .toList();
    return new PerformancePage(reports, notes, files.plots(), notBuilt).text();
  }
}
