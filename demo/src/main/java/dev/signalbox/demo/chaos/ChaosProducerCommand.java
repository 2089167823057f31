package dev.signalbox.demo.chaos;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.Terminal;
import dev.signalbox.relay.config.Configuration;
import dev.signalbox.relay.config.DatabaseSettings;
import dev.signalbox.relay.config.ProducerSettings;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalerOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code signalbox chaos-producer}: the producers of a chaos run, which starts them itself. */
@Command(name = "chaos-producer", hidden = true, description = "The producers of a chaos run.")
public final class ChaosProducerCommand implements Callable<Integer> {

  private static final long CONNECTION_TIMEOUT_MILLIS = 2_000;

  private final Map<String, String> environment;
  private final Terminal terminal;

  /** Settings come from the environment as those of {@code send}; instructions from the input. */
  public ChaosProducerCommand(Map<String, String> environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Instructions instructions = Instructions.from(terminal.in());
    ProducerSettings settings = new Configuration(environment).producer();
    try (HikariDataSource dataSource = pool(settings.database());
        RelaySignaler signaler = signaler(settings, dataSource)) {
      new Producers(dataSource, signaler::signalRelay, instructions).run();
    }
    return ExitCodes.DONE;
  }

  private static RelaySignaler signaler(ProducerSettings settings, HikariDataSource dataSource) {
    return RelaySignaler.start(
        SignalerOptions.builder()
            .source(settings.database().source())
            .schema(settings.database().schema())
            .taskQueue(settings.temporal().taskQueue())
            .build(),
        settings.temporal().stubs(),
        settings.temporal().client(),
        dataSource,
        (organization, outcome) -> {});
  }

  /** The database may be down when the producers start. */
  private static HikariDataSource pool(DatabaseSettings database) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("chaos-producers");
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(10);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }
}
