package dev.signalbox.bench.report;

import dev.signalbox.bench.harness.Base;
import dev.signalbox.bench.harness.Bound;
import dev.signalbox.bench.harness.ContenderResult;
import dev.signalbox.bench.harness.Interval;
import dev.signalbox.bench.harness.RoundResult;
import dev.signalbox.bench.harness.ScenarioResult;
import dev.signalbox.bench.harness.Target;
import dev.signalbox.bench.harness.TargetResult;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A report as tables for people. */
public final class MarkdownReport {

  private final BenchmarkReport report;

  /** Of this report. */
  public MarkdownReport(BenchmarkReport report) {
    this.report = report;
  }

  /** The whole page. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("# %s%n%n%s%n%n".formatted(report.benchmark(), report.measures()));
    text.append(where());
    for (ScenarioResult scenario : report.scenarios()) {
      text.append("%n## %s%n%n".formatted(scenario.name()));
      text.append(scenario(scenario));
    }
    text.append("%n## Settings%n%n".formatted());
    text.append(settings());
    return text.toString();
  }

  /** Where, when and how. */
  String where() {
    Machine machine = report.machine();
    return """
    %s, %d rounds%s, by `%s`.
    %s, %d cores, %d MiB, %s, %s. Load average at the start: %s.
    Turns with more than %s %% of steal are void; what they measured is in the JSON.
    PostgreSQL: %s.
    Ratios are medians of per-round ratios with their 95 %% interval (bootstrap, seed %d).
    """
        .formatted(
            report.startedAt(),
            report.rounds(),
            report.quick() ? " (quick)" : "",
            report.command(),
            machine.processor(),
            machine.cores(),
            machine.memoryMiB(),
            machine.kernel(),
            machine.java(),
            machine.loadAverage(),
            number(report.stealLimitPercent()),
            list(report.postgres()),
            report.bootstrapSeed());
  }

  /** One scenario: contenders, void rounds, targets, and who is missing. */
  static String scenario(ScenarioResult scenario) {
    StringBuilder text = new StringBuilder(contenders(scenario));
    for (ContenderResult contender : scenario.contenders()) {
      for (RoundResult round : contender.rounds()) {
        if (round.isVoid()) {
          text.append(
              "%nVoid: %s, round %d: %s%n"
                  .formatted(contender.name(), round.number(), round.voidReason()));
        }
      }
    }
    if (!scenario.targets().isEmpty()) {
      text.append("%n| target | measured | verdict |%n|---|---|---|%n".formatted());
      scenario.targets().forEach(target -> text.append(target(target)));
    }
    scenario.notMeasured().forEach(line -> text.append("%nNot measured: %s%n".formatted(line)));
    return text.toString();
  }

  private static String contenders(ScenarioResult scenario) {
    SortedSet<String> figures = new TreeSet<>();
    scenario.contenders().forEach(contender -> figures.addAll(contender.figures()));
    StringBuilder text = new StringBuilder("| contender | |");
    figures.forEach(figure -> text.append(" %s |".formatted(figure)));
    text.append("%n|---|---|%s%n".formatted("---:|".repeat(figures.size())));
    for (ContenderResult contender : scenario.contenders()) {
      text.append(
          "| %s | %s |"
              .formatted(contender.name(), contender.role().name().toLowerCase(Locale.ROOT)));
      figures.forEach(figure -> text.append(" %s |".formatted(cell(contender.values(figure)))));
      text.append("%n".formatted());
    }
    return text.toString();
  }

  private static String cell(List<Double> values) {
    if (values.isEmpty()) {
      return "–";
    }
    String median = number(Interval.median(values));
    String least = number(Collections.min(values));
    String most = number(Collections.max(values));
    return least.equals(most) ? median : "%s (%s–%s)".formatted(median, least, most);
  }

  private static String target(TargetResult result) {
    return "| %s | %s | %s |%n"
        .formatted(
            describe(result.target(), result.base()),
            measured(result.interval()),
            result.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static String measured(@Nullable Interval interval) {
    return interval == null
        ? "no round counts"
        : "%s [%s, %s]"
            .formatted(number(interval.median()), number(interval.low()), number(interval.high()));
  }

  /** A target in words. */
  static String describe(Target target, @Nullable String base) {
    String sign = target.bound() == Bound.AT_MOST ? "≤" : "≥";
    String against =
        switch (target.base()) {
          case Base.Itself itself -> "";
          case Base.Named named -> " × " + named.contender();
          case Base.Best best ->
              " × best %s (%s)"
                  .formatted(
                      best.role().name().toLowerCase(Locale.ROOT), base == null ? "none" : base);
        };
    return "%s: %s %s %s%s"
        .formatted(target.subject(), target.figure(), sign, number(target.limit()), against);
  }

  /** Of each contender, a line. */
  String settings() {
    Map<String, String> all = new TreeMap<>();
    report.scenarios().stream()
        .flatMap(scenario -> scenario.contenders().stream())
        .forEach(contender -> all.put(contender.name(), list(contender.settings())));
    StringBuilder text = new StringBuilder("- all: %s%n".formatted(list(report.settings())));
    all.forEach((name, settings) -> text.append("- %s: %s%n".formatted(name, settings)));
    return text.toString();
  }

  private static String list(Map<String, String> settings) {
    return new TreeMap<>(settings)
        .entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .reduce((one, other) -> one + "; " + other)
            .orElse("defaults");
  }

  /** Three digits that count. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
