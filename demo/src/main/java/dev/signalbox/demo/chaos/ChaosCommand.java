package dev.signalbox.demo.chaos;

import dev.signalbox.relay.cli.CommandFailure;
import dev.signalbox.relay.cli.ExitCodes;
import dev.signalbox.relay.cli.Terminal;
import dev.signalbox.testkit.services.CrashingTemporal;
import dev.signalbox.testkit.services.ServiceUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox chaos}. */
@Command(
    name = "chaos",
    description = {
      "Let producers and workers run as processes while everything fails around them (SIGKILL,"
          + " restarts of PostgreSQL and Temporal, a bad Svix, lost signals), then compare what was"
          + " committed with what Svix holds. Exit code 0 only if nothing is lost, doubled,"
          + " reordered, in the wrong application or wrongly dead."
    })
public final class ChaosCommand implements Callable<Integer> {

  private static final double MOST_MINUTES = 24 * 60;
  private static final String WITHOUT_TEMPORAL =
      "Temporal is the in-memory server and is never killed: no program \"temporal\" is on the"
          + " PATH.";

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long faults happen (default ${DEFAULT-VALUE}); then the backlog drains.")
  double minutes = 2;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Draw the plan of faults from this number; the default is a new one.")
  @Nullable Long seed;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the outcome as JSON.")
  @Nullable Path report;

  @Option(names = "--plan", description = "Print the plan of the seed, and do nothing.")
  boolean planOnly;

  @Spec @Nullable CommandSpec spec;

  private final Map<String, String> environment;
  private final Terminal terminal;

  /** The environment is handed on to producers and workers, but for what the run itself starts. */
  public ChaosCommand(Map<String, String> environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws SQLException, InterruptedException {
    checkOptions();
    long seedOfRun = seed == null ? RandomGenerator.getDefault().nextLong(1_000_000_000) : seed;
    Duration length = Duration.ofMillis((long) (minutes * 60_000));
    boolean withTemporal = CrashingTemporal.isInstalled(environment);
    Plan plan = Plan.draw(seedOfRun, length, withTemporal);
    terminal
        .out()
        .printf(
            "Seed %d, %d s of faults. Planned: %s.%n",
            seedOfRun, length.toSeconds(), plan.summary());
    List<String> notes = withTemporal ? List.of() : List.of(WITHOUT_TEMPORAL);
    notes.forEach(terminal.out()::println);
    if (planOnly) {
      plan.inOrder()
          .forEach(
              fault ->
                  terminal.out().printf("%7.1f s  %s%n", fault.at().toMillis() / 1000.0, fault));
      return ExitCodes.DONE;
    }
    return run(plan, seedOfRun, length, notes);
  }

  private int run(Plan plan, long seedOfRun, Duration length, List<String> notes)
      throws SQLException, InterruptedException {
    RunDirectory directory = RunDirectory.create();
    terminal.out().println("Starting PostgreSQL, Temporal, Svix, producers and workers …");
    ChaosReport outcome = outcome(directory, plan, seedOfRun, length, notes);
    if (report != null) {
      outcome.write(report);
    }
    say(outcome);
    if (outcome.isClean()) {
      directory.delete();
      return ExitCodes.DONE;
    }
    terminal.error().printf("Logs and data are left in %s.%n", directory.path());
    return ExitCodes.FAILED;
  }

  private ChaosReport outcome(
      RunDirectory directory, Plan plan, long seedOfRun, Duration length, List<String> notes)
      throws SQLException, InterruptedException {
    Tally tally = new Tally();
    try (Guard guard = Guard.start();
        Servers servers = servers(directory, guard);
        Cast cast = cast(servers, directory, guard, notes.isEmpty());
        OnInterrupt tidying = new OnInterrupt(List.of(cast, servers, guard))) {
      terminal.out().printf("Logs: %s. %s%n", directory.path(), tidying.explanation());
      ChaosRun.Ending ending = new ChaosRun(servers, cast, tally, terminal).run(plan, length);
      return new Verdict(servers, tally, terminal).report(ending, seedOfRun, length, notes);
    }
  }

  private Servers servers(RunDirectory directory, Guard guard) throws SQLException {
    try {
      return Servers.start(environment, directory.path(), guard);
    } catch (ServiceUnavailableException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private Cast cast(Servers servers, RunDirectory directory, Guard guard, boolean realTemporal)
      throws InterruptedException {
    Map<String, String> settings = servers.settings(environment);
    String worker = realTemporal ? "worker" : "chaos-worker";
    List<String> options = ClassArchive.record(settings, worker, directory.path(), guard);
    return new Cast(settings, options, worker, directory.path(), guard);
  }

  private void say(ChaosReport outcome) {
    terminal
        .out()
        .printf(
            "%d committed, %d stored, %d lost, %d duplicated, %d reordered, %d crossed; %d dead"
                + " letters, %d expected; other defects: %s; %d kills; %s after %.1f s.%n",
            outcome.committed(),
            outcome.stored(),
            outcome.lost(),
            outcome.duplicated(),
            outcome.reordered(),
            outcome.crossed(),
            outcome.deadLetters(),
            outcome.expectedDead(),
            outcome.otherDefects().isEmpty() ? "none" : outcome.otherDefects(),
            outcome.kills(),
            outcome.leftPending() == 0 ? "drained" : outcome.leftPending() + " still pending",
            outcome.drainSeconds());
  }

  private void checkOptions() {
    if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
      if (spec == null) {
        throw new IllegalStateException("picocli injects the specification.");
      }
      throw new ParameterException(
          spec.commandLine(),
          "--minutes is %s; it must be above 0 and at most %s.".formatted(minutes, MOST_MINUTES));
    }
  }
}
