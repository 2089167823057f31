package dev.signalbox.relay.config;

import dev.signalbox.contract.SchemaName;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the environment, the one place that does. What is asked for comes complete, or a {@link
 * ConfigurationException} reports everything that is wrong with it at once.
 *
 * <p>Immutable.
 */
public final class Configuration {

  private final Map<String, String> environment;

  /** Reads from these variables; an empty one counts as unset. */
  public Configuration(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The name of the outbox's schema alone. */
  public SchemaName schema() {
    refuse(problems(List.of(DatabaseSettings.SCHEMA)));
    return DatabaseSettings.SCHEMA.read(environment);
  }

  /** The outbox alone. */
  public DatabaseSettings database() {
    refuse(databaseProblems());
    return DatabaseSettings.from(environment);
  }

  /** What a producer needs: the outbox and Temporal. */
  public ProducerSettings producer() {
    refuse(all(Stream.of(databaseProblems(), temporalProblems())));
    return new ProducerSettings(
        DatabaseSettings.from(environment), TemporalSettings.from(environment));
  }

  /** Everything, as the worker needs it. */
  public RelaySettings relay() {
    refuse(
        all(Stream.of(databaseProblems(), temporalProblems(), svixProblems(), workerProblems())));
    return new RelaySettings(
        DatabaseSettings.from(environment),
        TemporalSettings.from(environment),
        SvixEnvironment.from(environment),
        StepEnvironment.from(environment),
        WorkerSettings.from(environment));
  }

  private List<String> databaseProblems() {
    return all(
        Stream.of(
            problems(DatabaseSettings.SETTINGS),
            twice(DatabaseSettings.PASSWORD, DatabaseSettings.PASSWORD_FILE)));
  }

  private List<String> temporalProblems() {
    return all(
        Stream.of(problems(TemporalSettings.SETTINGS), TemporalSettings.problems(environment)));
  }

  private List<String> svixProblems() {
    if (!isSet(SvixEnvironment.TOKEN) && !isSet(SvixEnvironment.TOKEN_FILE)) {
      return List.of("SVIX_TOKEN is not set, nor is SVIX_TOKEN_FILE.");
    }
    return all(
        Stream.of(
            SvixEnvironment.problems(environment),
            twice(SvixEnvironment.TOKEN, SvixEnvironment.TOKEN_FILE)));
  }

  private List<String> workerProblems() {
    List<String> problems =
        all(Stream.of(problems(StepEnvironment.SETTINGS), problems(WorkerSettings.SETTINGS)));
    return problems.isEmpty() ? togetherProblems() : problems;
  }

  /** What is wrong with values that are right each for itself. */
  private List<String> togetherProblems() {
    List<Setting<?>> timed = List.of(SvixEnvironment.CALL_TIMEOUT, DatabaseSettings.TIMEOUT);
    if (!problems(timed).isEmpty()) {
      return List.of();
    }
    try {
      return Deadlines.problems(
          DatabaseSettings.TIMEOUT.read(environment), StepEnvironment.from(environment));
    } catch (IllegalArgumentException e) {
      return List.of("SIGNALBOX_BACKOFF_BASE is refused: " + e.getMessage());
    }
  }

  private List<String> problems(List<Setting<?>> settings) {
    return settings.stream().flatMap(setting -> setting.problem(environment).stream()).toList();
  }

  private List<String> twice(Setting<?> inline, Setting<?> file) {
    return isSet(inline) && isSet(file)
        ? List.of("%s and %s are both set; one is enough.".formatted(inline.name(), file.name()))
        : List.of();
  }

  /** Whether the environment says whose outbox it is, so that it is not the default's by chance. */
  public boolean namesSource() {
    return isSet(DatabaseSettings.SOURCE);
  }

  private boolean isSet(Setting<?> setting) {
    return !environment.getOrDefault(setting.name(), "").isBlank();
  }

  private static List<String> all(Stream<List<String>> problems) {
    return problems.flatMap(List::stream).distinct().toList();
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }
}
