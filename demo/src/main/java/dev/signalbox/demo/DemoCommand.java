package dev.signalbox.demo;

import dev.signalbox.relay.cli.CommandFailure;
import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.Terminal;
import dev.signalbox.testkit.services.BackingServices;
import dev.signalbox.testkit.services.Preference;
import dev.signalbox.testkit.services.ServiceChoice;
import dev.signalbox.testkit.services.ServiceUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox demo}. */
@Command(
    name = "demo",
    description = {
      "Start PostgreSQL, Temporal and Svix (given, local, in containers or embedded), the relay and"
          + " a small shop, and watch the events arrive until Ctrl-C."
    })
final class DemoCommand implements Callable<Integer> {

  private static final int MOST_ORGANIZATIONS = 10_000;
  private static final int MOST_EVENTS = 10_000_000;
  private static final int DEFAULT_EVENTS = 200;

  @Option(
      names = "--once",
      description = "Append so many events, check what Svix holds, and exit: 0 if all is right.")
  boolean once;

  @Option(
      names = "--orgs",
      paramLabel = "N",
      description = "Organizations of the shop (default ${DEFAULT-VALUE}).")
  int organizations = 5;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "With --once: events to commit (default " + DEFAULT_EVENTS + ").")
  @Nullable Integer events;

  @Option(names = "--embedded", description = "Take the embedded services, whatever else is there.")
  boolean embedded;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "With --once: write the outcome as JSON.")
  @Nullable Path report;

  @Spec @Nullable CommandSpec spec;

  private final Map<String, String> environment;
  private final Terminal terminal;

  DemoCommand(Map<String, String> environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws SQLException, InterruptedException {
    checkOptions();
    QuietLog.apply(environment);
    terminal.out().println("Starting PostgreSQL, Temporal and Svix …");
    BackingServices services = services();
    Introduction.lines(services).forEach(terminal.out()::println);
    try (Backstage backstage = Backstage.start(services, environment, organizations)) {
      return once ? runOnce(backstage) : runLive(services, backstage);
    }
  }

  private int runOnce(Backstage backstage) throws SQLException, InterruptedException {
    Report outcome = new OnceRun(backstage, terminal).run(events == null ? DEFAULT_EVENTS : events);
    if (report != null) {
      outcome.write(report);
    }
    return outcome.isClean() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private int runLive(BackingServices services, Backstage backstage) throws InterruptedException {
    services.closedByCaller();
    terminal.out().println("The shop is open; Ctrl-C closes it.");
    new LiveRun(backstage, terminal).run();
    return ExitCodes.DONE;
  }

  private BackingServices services() {
    try {
      return BackingServices.start(
          embedded ? ServiceChoice.of(Preference.EMBEDDED) : ServiceChoice.from(environment));
    } catch (ServiceUnavailableException | IllegalArgumentException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private void checkOptions() {
    if (!once && (events != null || report != null)) {
      throw wrongUse("--events and --report need --once.");
    }
    checkRange("--orgs", organizations, MOST_ORGANIZATIONS);
    checkRange("--events", events == null ? DEFAULT_EVENTS : events, MOST_EVENTS);
  }

  private void checkRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw wrongUse("%s is %d; it must be 1 to %d.".formatted(option, value, most));
    }
  }

  private ParameterException wrongUse(String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli injects the specification.");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
