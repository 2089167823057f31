package dev.signalbox.bench;

import dev.signalbox.relay.cli.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code signalbox bench run}. */
@Command(
    name = "run",
    description = {
      "Run benchmarks by name, and write what was measured.",
      "Exit code 0: all ran, whatever the targets; 1: a round is void or a benchmark failed."
    })
final class RunCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "As \"bench list\" says.")
  List<String> names = new ArrayList<>();

  @Mixin RunOptions options = new RunOptions();

  @Spec @Nullable CommandSpec spec;

  private final Terminal terminal;
  private final List<CatalogEntry> catalog;

  RunCommand(Terminal terminal, List<CatalogEntry> catalog) {
    this.terminal = terminal;
    this.catalog = catalog;
  }

  @Override
  public Integer call() throws Exception {
    List<CatalogEntry> chosen = names.stream().map(this::find).toList();
    options.check();
    return new BenchRun(terminal, options).run(chosen);
  }

  private CatalogEntry find(String name) {
    CatalogEntry entry =
        catalog.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    wrongUse(
                        "There is no benchmark \"%s\"; there are %s."
                            .formatted(
                                name,
                                catalog.stream()
                                    .map(CatalogEntry::name)
                                    .collect(Collectors.joining(", ")))));
    if (entry.benchmark().isEmpty()) {
      throw wrongUse("The benchmark \"%s\" is not built.".formatted(name));
    }
    return entry;
  }

  private ParameterException wrongUse(String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli injects the specification.");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
