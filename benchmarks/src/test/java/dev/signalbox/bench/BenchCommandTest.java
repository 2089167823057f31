package dev.signalbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.RelayCommandLine;
import dev.signalbox.relay.cli.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

  private static final List<CatalogEntry> CATALOG =
      Stream.concat(
              Catalog.all().stream(),
              Stream.of(CatalogEntry.notBuilt("planned", "Nothing yet.", "none")))
          .toList();

  private final StringWriter out = new StringWriter();
  private final StringWriter error = new StringWriter();

  @Test
  void whatIsNotBuiltIsListedAsSuch() {
    assertThat(run("bench", "list")).isEqualTo(ExitCodes.DONE);

    assertThat(out.toString()).contains("append-one").contains("planned          (not built)");
  }

  @Test
  void whatIsNotBuiltIsNotRun() {
    assertThat(run("bench", "run", "planned")).isEqualTo(ExitCodes.WRONG_USE);

    assertThat(error.toString()).contains("The benchmark \"planned\" is not built.");
  }

  @Test
  void whatIsUnknownIsNotRun() {
    assertThat(run("bench", "run", "fast")).isEqualTo(ExitCodes.WRONG_USE);

    assertThat(error.toString()).contains("There is no benchmark \"fast\"; there are append-one,");
  }

  @Test
  void roundsArePositive() {
    assertThat(run("bench", "run", "append-one", "--rounds", "0")).isEqualTo(ExitCodes.WRONG_USE);
    assertThat(run("bench", "all", "--rounds", "0")).isEqualTo(ExitCodes.WRONG_USE);
  }

  private int run(String... arguments) {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintWriter(out, true),
            new PrintWriter(error, true));
    return RelayCommandLine.of(terminal, List.of(BenchCommand.group(terminal, CATALOG)))
        .execute(arguments);
  }
}
