package dev.signalbox.bench;

import dev.signalbox.bench.harness.Rounds;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to run, whatever is run. */
final class RunOptions {

  private static final int USUAL_ROUNDS = 7;
  private static final int QUICK_ROUNDS = 3;

  @Option(
      names = "--quick",
      description = "Fewer and smaller workloads: about a minute per benchmark. Decides little.")
  boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Turns of each contender (default 7, with --quick 3), after a warm-up.")
  @Nullable Integer rounds;

  @Option(
      names = "--steal-limit",
      paramLabel = "PERCENT",
      description =
          "Void a turn in which the hypervisor gave more of the processors to others (default"
              + " ${DEFAULT-VALUE}). The report tells it.")
  double stealLimit = Rounds.USUAL_STEAL_LIMIT_PERCENT;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where to write JSON, tables and plots (default ${DEFAULT-VALUE}).")
  Path report = Path.of("target", "bench");

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  /** Refuses what makes no sense. */
  void check() {
    if (spec != null && rounds() < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds is %d; it must be at least 1.".formatted(rounds()));
    }
  }

  int rounds() {
    if (rounds != null) {
      return rounds;
    }
    return quick ? QUICK_ROUNDS : USUAL_ROUNDS;
  }

  String asArguments() {
    String steal =
        stealLimit == Rounds.USUAL_STEAL_LIMIT_PERCENT
            ? ""
            : " --steal-limit %.0f".formatted(stealLimit);
    return "%s--rounds %d%s".formatted(quick ? "--quick " : "", rounds(), steal);
  }
}
