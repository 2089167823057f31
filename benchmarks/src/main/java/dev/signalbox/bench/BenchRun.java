package dev.signalbox.bench;

import dev.signalbox.bench.harness.Interval;
import dev.signalbox.bench.harness.Rounds;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.ScenarioResult;
import dev.signalbox.bench.harness.Verdict;
import dev.signalbox.bench.report.BenchmarkReport;
import dev.signalbox.bench.report.Machine;
import dev.signalbox.bench.report.MarkdownReport;
import dev.signalbox.bench.report.ReportFiles;
import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.Terminal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs benchmarks one after the other on servers of their own. */
final class BenchRun {

  private final Terminal terminal;
  private final RunOptions options;

  BenchRun(Terminal terminal, RunOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  /** The exit code: a void round is a failure, a target that is missed is a result. */
  int run(List<CatalogEntry> entries) throws Exception {
    long voidRounds = 0;
    for (CatalogEntry entry : entries) {
      BenchmarkReport report = run(entry);
      voidRounds += report.voidRounds();
      terminal.out().println(new MarkdownReport(report).text());
      new ReportFiles(options.report)
          .write(report)
          .forEach(file -> terminal.out().printf("Written: %s%n", file));
      terminal
          .out()
          .printf(
              "%s: %d targets passed, %d not shown, %d missed; %d rounds void.%n",
              entry.name(),
              report.count(Verdict.PASSED),
              report.count(Verdict.NOT_SHOWN),
              report.count(Verdict.MISSED),
              report.voidRounds());
    }
    return voidRounds == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private BenchmarkReport run(CatalogEntry entry) throws Exception {
    Benchmark benchmark = entry.benchmark().orElseThrow();
    Machine machine = Machine.here();
    String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    try (TestBed bed = TestBed.lazily(System.getenv())) {
      var postgres = bed.postgres();
      Rounds rounds = new Rounds(options.rounds(), options.stealLimit, terminal.error()::println);
      List<ScenarioResult> results = new ArrayList<>();
      for (Benchmark.Plan plan : benchmark.plans(bed, options.quick)) {
        try (Scenario scenario = plan.open()) {
          results.add(rounds.run(scenario));
        }
      }
      Map<String, String> settings = new HashMap<>(benchmark.settings(options.quick));
      settings.putAll(bed.temporalKind());
      bed.describe().forEach(terminal.error()::println);
      return new BenchmarkReport(
          entry.name(),
          entry.measures(),
          startedAt,
          "./signalbox bench run %s %s".formatted(entry.name(), options.asArguments()),
          options.rounds(),
          options.quick,
          options.stealLimit,
          Interval.SEED,
          machine,
          postgres,
          settings,
          results);
    }
  }
}
