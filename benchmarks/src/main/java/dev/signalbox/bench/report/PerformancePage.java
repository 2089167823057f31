package dev.signalbox.bench.report;

import dev.signalbox.bench.harness.ScenarioResult;
import dev.signalbox.bench.harness.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page of the documentation that tells the results, made from the reports alone. */
public final class PerformancePage {

  private static final String HEAD =
      """
      # Performance

      Made by `./signalbox bench page` from the reports and notes in [benchmarks](benchmarks); do not edit it by hand. What follows from it past one machine:
      [capacity.md](capacity.md).

      Every target is a ratio to something that was measured in the same run: a floor (the same work with nothing around it), the
      peers through their own API, or a limit of a counted quantity. Contenders take turns, A B C A B C, on fresh tables after a checkpoint; a
      first turn warms up. A target has *passed* only if the whole 95 % interval of the median ratio lies on its right side, has
      *missed* if the whole of it lies on the wrong side, and is *not shown* otherwise or with fewer than three rounds. Turns with too much
      steal, or that threw, are void: they are listed and count for nothing. PostgreSQL runs with `fsync`, `synchronous_commit` and `full_page_writes` on, for everybody.

      Repeat it:

          ./signalbox bench list
          ./signalbox bench run append-one --quick
          ./signalbox bench all --report docs/benchmarks
          ./signalbox bench page --report docs/benchmarks --to docs/performance.md

      """;

  private final List<BenchmarkReport> reports;
  private final Map<String, String> notes;
  private final Set<String> plots;
  private final List<String> notBuilt;

  /**
   * Of these reports, in this order.
   *
   * @param notes by the name of the benchmark, what somebody has written about its results
   * @param plots names of the files that there are, beside the reports
   * @param notBuilt names of benchmarks that are defined and do not exist
   */
  public PerformancePage(
      List<BenchmarkReport> reports,
      Map<String, String> notes,
      Set<String> plots,
      List<String> notBuilt) {
    this.reports = reports;
    this.notes = Map.copyOf(notes);
    this.plots = Set.copyOf(plots);
    this.notBuilt = notBuilt;
  }

  /** The whole page. */
  public String text() {
    StringBuilder text = new StringBuilder(HEAD);
    text.append(
        "| benchmark | when | rounds | load | passed | not shown | missed | void turns |\n");
    text.append("|---|---|---:|---:|---:|---:|---:|---:|\n");
    reports.forEach(report -> text.append(line(report)));
    if (!notBuilt.isEmpty()) {
      text.append("\nNot built yet: %s.\n".formatted(String.join(", ", notBuilt)));
    }
    reports.forEach(report -> text.append(section(report)));
    return text.toString();
  }

  private static String line(BenchmarkReport report) {
    return "| [%s](#%s) | %s | %d | %s | %d | %d | %d | %d |\n"
        .formatted(
            report.benchmark(),
            report.benchmark(),
            report.startedAt(),
            report.rounds(),
            report.machine().loadAverage(),
            report.count(Verdict.PASSED),
            report.count(Verdict.NOT_SHOWN),
            report.count(Verdict.MISSED),
            report.voidRounds());
  }

  private String section(BenchmarkReport report) {
    StringBuilder text = new StringBuilder("\n## %s\n\n".formatted(report.benchmark()));
    text.append(report.measures()).append("\n\n");
    text.append(notes.getOrDefault(report.benchmark(), ""))
        .append(new MarkdownReport(report).where());
    int number = 0;
    for (ScenarioResult scenario : report.scenarios()) {
      text.append("\n### %s\n\n".formatted(scenario.name()));
      String plot = ReportFiles.plot(report.benchmark(), ++number);
      if (plots.contains(plot)) {
        text.append(
            "![%s: %s](benchmarks/%s)\n\n".formatted(report.benchmark(), scenario.name(), plot));
      }
      text.append(MarkdownReport.scenario(scenario));
    }
    return text.append("\n").append(new MarkdownReport(report).settings()).toString();
  }
}
