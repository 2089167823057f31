package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.Configuration;
import dev.signalbox.relay.config.DatabaseSettings;
import dev.signalbox.relay.hold.Held;
import dev.signalbox.relay.hold.SourceHolds;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.installation.WrongInstallationException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox source}. */
@Command(
    name = "source",
    description = "Show whether the whole source is held, or lift that.",
    synopsisSubcommandLabel = "status|lift")
final class SourceCommand implements Runnable {

  private final Map<String, String> environment;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  SourceCommand(Map<String, String> environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing: status or lift");
  }

  @Command(name = "status", description = "Show whether the source is held, since when and why.")
  int status() {
    DatabaseSettings database = new Configuration(environment).database();
    try {
      Optional<Held> held = holds(database).find();
      terminal.out().printf("%s%n", held.map(h -> words(database, h)).orElse(free(database)));
    } catch (SQLException e) {
      throw failure(database, e);
    }
    return ExitCodes.DONE;
  }

  @Command(
      name = "lift",
      description = {
        "Lift the hold now, and record who did.",
        "The source is held again if the credentials are still refused."
      })
  int lift(
      @Option(names = "--actor", required = true, description = "Who does it.") String actor,
      @Option(names = "--reason", description = "Why.") @Nullable String reason) {
    DatabaseSettings database = new Configuration(environment).database();
    try {
      SourceHolds holds = holds(database);
      Optional<Held> held = holds.find();
      boolean lifted = held.isPresent() && holds.lift(held.get(), actor, reason);
      terminal.out().printf("%s%n", lifted ? lifted(database) : free(database));
    } catch (SQLException e) {
      throw failure(database, e);
    }
    return ExitCodes.DONE;
  }

  private static SourceHolds holds(DatabaseSettings database) throws SQLException {
    DataSource dataSource = Databases.dataSource(database, "signalbox-source");
    try {
      var unused = new Installations(dataSource, database.schema()).bind(database.source());
    } catch (WrongInstallationException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
    return new SourceHolds(dataSource, database.schema());
  }

  private static String words(DatabaseSettings database, Held held) {
    return "Source %s is held since %s: %s. Probes so far: %d; the next one at %s."
        .formatted(database.source(), held.since(), held.reason(), held.probes(), held.probeAt());
  }

  private static String free(DatabaseSettings database) {
    return "Source %s is not held.".formatted(database.source());
  }

  private static String lifted(DatabaseSettings database) {
    return "Source %s is no longer held; the next sweeps wake its organizations."
        .formatted(database.source());
  }

  private static CommandFailure failure(DatabaseSettings database, SQLException e) {
    return new CommandFailure("SIGNALBOX_DATABASE_URL (%s)".formatted(database.address()), e);
  }
}
