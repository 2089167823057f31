package dev.signalbox.bench.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the contenders of a scenario take turns, A B C A B C, so that what changes on the machine
 * meets all of them. A first turn of each warms up and counts for nothing.
 */
public final class Rounds {

  /** A round in which others had more of the processors does not count. */
  public static final double USUAL_STEAL_LIMIT_PERCENT = 1;

  private final int rounds;
  private final double stealLimitPercent;
  private final Supplier<Optional<ProcessorTimes>> processors;
  private final Consumer<String> progress;

  /**
   * So many rounds, without the warm-up.
   *
   * @param stealLimitPercent above which a turn does not count
   * @param progress is told a line per turn
   */
  public Rounds(int rounds, double stealLimitPercent, Consumer<String> progress) {
    this(rounds, stealLimitPercent, ProcessorTimes::now, progress);
  }

  Rounds(
      int rounds,
      double stealLimitPercent,
      Supplier<Optional<ProcessorTimes>> processors,
      Consumer<String> progress) {
    this.rounds = rounds;
    this.stealLimitPercent = stealLimitPercent;
    this.processors = processors;
    this.progress = progress;
  }

  /**
   * Runs them all. A turn that throws is void and says why; the others go on.
   *
   * @throws InterruptedException when the run is to end
   */
  public ScenarioResult run(Scenario scenario) throws InterruptedException {
    Map<Contender, List<RoundResult>> results = new LinkedHashMap<>();
    for (int number = 0; number <= rounds; number++) {
      for (Contender contender : scenario.contenders()) {
        RoundResult result = turn(contender, number);
        progress.accept(line(scenario, contender, result));
        if (number > 0) {
          results.computeIfAbsent(contender, any -> new ArrayList<>()).add(result);
        }
      }
    }
    List<ContenderResult> contenders = new ArrayList<>();
    results.forEach(
        (contender, turns) ->
            contenders.add(
                new ContenderResult(
                    contender.name(), contender.role(), contender.settings(), turns)));
    Judge judge = new Judge(contenders);
    return new ScenarioResult(
        scenario.name(),
        contenders,
        scenario.targets().stream().map(judge::judge).toList(),
        scenario.notMeasured());
  }

  private RoundResult turn(Contender contender, int number) throws InterruptedException {
    try {
      contender.course().prepare();
      Optional<ProcessorTimes> before = processors.get();
      Map<String, Double> figures = contender.course().run();
      Double steal = steal(before);
      return new RoundResult(number, figures, steal, stealReason(steal));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) { // whatever a contender throws voids its round and no other
      return new RoundResult(
          number, Map.of(), null, "%s: %s".formatted(e.getClass().getSimpleName(), firstLine(e)));
    }
  }

  private @Nullable Double steal(Optional<ProcessorTimes> before) {
    Optional<ProcessorTimes> after = processors.get();
    return before.isPresent() && after.isPresent()
        ? (Double) after.get().stealPercentSince(before.get())
        : null;
  }

  private @Nullable String stealReason(@Nullable Double steal) {
    return steal != null && steal > stealLimitPercent
        ? "steal %.1f %%; the limit is %.0f %%".formatted(steal, stealLimitPercent)
        : null;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static String line(Scenario scenario, Contender contender, RoundResult result) {
    String number = result.number() == 0 ? "warm-up" : "round " + result.number();
    String what = result.isVoid() ? ", void: " + result.voidReason() : "";
    return "%s, %s, %s: %s%s"
        .formatted(scenario.name(), number, contender.name(), readable(result.figures()), what);
  }

  private static String readable(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(figure -> "%.4g %s".formatted(figure.getValue(), figure.getKey()))
        .reduce((one, other) -> one + ", " + other)
        .orElse("nothing");
  }
}
