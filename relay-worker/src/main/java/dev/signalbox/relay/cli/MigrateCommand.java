package dev.signalbox.relay.cli;

import dev.signalbox.migrations.Migrations;
import dev.signalbox.relay.config.Configuration;
import dev.signalbox.relay.config.DatabaseSettings;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox migrate}. */
@Command(name = "migrate", description = "Create the outbox's schema, or bring it up to date.")
final class MigrateCommand implements Callable<Integer> {

  @Option(names = "--print-sql", description = "Print the statements instead; needs no database.")
  boolean printSql;

  private final Map<String, String> environment;
  private final Terminal terminal;

  MigrateCommand(Map<String, String> environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Configuration configuration = new Configuration(environment);
    if (printSql) {
      terminal.out().print(Migrations.sql(configuration.schema().value()));
      terminal.out().flush();
    } else {
      migrate(configuration.database(), configuration.namesSource());
    }
    return ExitCodes.DONE;
  }

  private void migrate(DatabaseSettings database, boolean namesSource) {
    DataSource dataSource = Databases.dataSource(database, "signalbox-migrate");
    try {
      int applied = new Migrations(dataSource, database.schema().value()).migrate();
      String owner =
          namesSource
              ? " and belongs to source " + Databases.bind(dataSource, database).source()
              : "";
      terminal
          .out()
          .printf(
              "Schema %s is at version %d (%d applied now)%s.%n",
              database.schema(), Migrations.LATEST_VERSION, applied, owner);
    } catch (FlywayException | SQLException e) {
      throw new CommandFailure("SIGNALBOX_DATABASE_URL (%s)".formatted(database.address()), e);
    }
  }
}
