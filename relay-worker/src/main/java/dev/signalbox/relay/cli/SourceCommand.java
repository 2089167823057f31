package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.DatabaseSettings;
import dev.signalbox.relay.hold.Held;
import dev.signalbox.relay.hold.SourceHolds;
import dev.signalbox.relay.operation.Attribution;
import java.sql.SQLException;
import java.util.Optional;
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

  private final Operator operator;

  @Spec private CommandSpec spec = CommandSpec.create();

  SourceCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing: status or lift");
  }

  @Command(name = "status", description = "Show whether the source is held, since when and why.")
  int status() {
    DatabaseSettings database = ownDatabase();
    Optional<Held> held =
        operator.outbox((dataSource, schema) -> new SourceHolds(dataSource, schema).find());
    print(held.map(h -> words(database, h)).orElse(free(database)));
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
      @Option(names = "--reason", description = "Why.", defaultValue = "") String reason) {
    Attribution by = ActorOptions.attribution(actor, reason);
    DatabaseSettings database = ownDatabase();
    boolean lifted =
        operator.outbox((dataSource, schema) -> lift(new SourceHolds(dataSource, schema), by));
    print(lifted ? lifted(database) : free(database));
    return ExitCodes.DONE;
  }

  private static boolean lift(SourceHolds holds, Attribution by) throws SQLException {
    Optional<Held> held = holds.find();
    return held.isPresent() && holds.lift(held.get(), by);
  }

  /** Refused where it belongs to another source. */
  private DatabaseSettings ownDatabase() {
    DatabaseSettings database = operator.database();
    var unused = operator.installation(database);
    return database;
  }

  private void print(String line) {
    operator.terminal().out().printf("%s%n", line);
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
}
