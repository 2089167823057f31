package dev.signalbox.relay.config;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the outbox is.
 *
 * @param url as the PostgreSQL JDBC driver takes it, {@code jdbc:postgresql:…}
 * @param user null: the URL says it, or the driver's default
 * @param password null: none, or the URL has it; never shown
 * @param source the producing system that the schema belongs to
 * @param poolSize connections that one worker holds at most
 * @param timeout bound on one statement of the worker, so on one settlement; whole seconds
 */
public record DatabaseSettings(
    String url,
    @Nullable String user,
    @Nullable String password,
    SchemaName schema,
    Source source,
    int poolSize,
    Duration timeout) {

  static final Setting<String> URL =
      new Setting<>(
          "SIGNALBOX_DATABASE_URL",
          "jdbc:postgresql:…",
          "",
          "The PostgreSQL database that holds the outbox. Required.",
          DatabaseSettings::checkedUrl);
  static final Setting<Optional<String>> USER =
      Settings.optional("SIGNALBOX_DATABASE_USER", "Who connects, unless the URL says it.");
  static final Setting<Optional<String>> PASSWORD =
      Settings.optional("SIGNALBOX_DATABASE_PASSWORD", "The password of that user.");
  static final Setting<Optional<String>> PASSWORD_FILE =
      Settings.contentOf(
          "SIGNALBOX_DATABASE_PASSWORD_FILE", "A file that holds the password instead.");
  static final Setting<SchemaName> SCHEMA =
      new Setting<>(
          "SIGNALBOX_SCHEMA",
          "lower-case identifier",
          SchemaName.DEFAULT.value(),
          "The schema of the outbox's tables.",
          text -> checkedName(text, SchemaName::new));
  static final Setting<Source> SOURCE =
      new Setting<>(
          "SIGNALBOX_SOURCE",
          "lower-case name",
          Source.DEFAULT.value(),
          "The producing system; part of every workflow id. A schema belongs to one source.",
          text -> checkedName(text, Source::new));
  static final Setting<Integer> POOL_SIZE =
      Settings.integer(
          "SIGNALBOX_DATABASE_POOL_SIZE",
          20,
          2,
          1000,
          "Connections that the worker holds at most.");

  static final Setting<Duration> TIMEOUT =
      Settings.duration(
          "SIGNALBOX_DATABASE_TIMEOUT",
          Duration.ofSeconds(5),
          "Bound on one statement of the worker, so on settling a batch; rounded up to seconds.");

  static final List<Setting<?>> SETTINGS =
      List.of(URL, USER, PASSWORD, PASSWORD_FILE, SCHEMA, SOURCE, POOL_SIZE, TIMEOUT);

  static DatabaseSettings from(Map<String, String> environment) {
    return new DatabaseSettings(
        URL.read(environment),
        USER.read(environment).orElse(null),
        PASSWORD.read(environment).or(() -> PASSWORD_FILE.read(environment)).orElse(null),
        SCHEMA.read(environment),
        SOURCE.read(environment),
        POOL_SIZE.read(environment),
        TIMEOUT.read(environment));
  }

  private static String checkedUrl(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("not set.");
    }
    if (!text.startsWith("jdbc:postgresql:")
        || !isTaken(text)) { // not repeated: it may hold a password
      throw new IllegalArgumentException(
          "not a PostgreSQL JDBC URL such as jdbc:postgresql://host:5432/database.");
    }
    if (text.split("[?]", 2)[0].contains("@")) { // the driver takes that for a host, and says it
      throw new IllegalArgumentException(
          "user and password before the host; set SIGNALBOX_DATABASE_USER and"
              + " SIGNALBOX_DATABASE_PASSWORD instead.");
    }
    return text;
  }

  private static boolean isTaken(String url) {
    try {
      return DriverManager.getDriver(url) != null;
    } catch (SQLException e) { // no driver takes it
      return false;
    }
  }

  private static <T> T checkedName(String text, Setting.Parser<T> parser) {
    try {
      return parser.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("refused: " + e.getMessage(), e);
    }
  }

  /** The URL without its parameters, which may hold a password. */
  public String address() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  @Override
  public String toString() {
    return "DatabaseSettings[%s, schema=%s, source=%s, poolSize=%d]"
        .formatted(address(), schema, source, poolSize);
  }
}
