package dev.signalbox.migrations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Applies the versioned SQL of the outbox to one schema of one database.
 *
 * <p>Each file runs in a transaction of its own, so that a failed migration leaves the version
 * before it. Several processes may migrate at once: one works, the others wait and find nothing to
 * do. Instances are immutable and safe for use by several threads.
 */
public final class Migrations {

  /** The version of the newest migration, as written to {@code installation.schema_version}. */
  public static final int LATEST_VERSION = 1;

  private static final String LOCATION = "dev/signalbox/migrations/sql";
  private static final List<String> FILES = List.of("V1__outbox.sql");
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private final DataSource dataSource;
  private final String schema;

  /**
   * Prepares to migrate a schema; connects to nothing yet.
   *
   * @param dataSource connects as the owner-to-be of the schema, who needs the right to create it
   * @param schema lower-case letters, digits and underscores, at most 63 characters; not {@code
   *     pg_…}
   * @throws IllegalArgumentException for any other schema name
   */
  public Migrations(DataSource dataSource, String schema) {
    this.dataSource = dataSource;
    this.schema = checked(schema);
  }

  /**
   * Creates the schema where it is missing and applies what is missing in it.
   *
   * @return how many files were applied; 0 when the schema was up to date
   * @throws org.flywaydb.core.api.FlywayException when the database cannot be reached or refuses
   */
  public int migrate() {
    return Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:" + LOCATION)
        .defaultSchema(schema)
        .schemas(schema)
        .placeholders(Map.of("schema", schema))
        .table("schema_history")
        .load()
        .migrate()
        .migrationsExecuted;
  }

  /**
   * The same statements as text, for whoever applies them by hand.
   *
   * @throws IllegalArgumentException for a schema name that {@link #Migrations} refuses
   */
  public static String sql(String schema) {
    String name = checked(schema);
    return FILES.stream()
        .map(file -> "-- " + file + "\n" + read(file).replace("${schema}", name))
        .collect(Collectors.joining("\n", "CREATE SCHEMA IF NOT EXISTS " + name + ";\n\n", ""));
  }

  private static String checked(String schema) {
    if (!SCHEMA.matcher(schema).matches() || schema.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "Schema \"%s\" is not a lower-case identifier of at most 63 letters, digits and underscores that does not begin with pg_."
              .formatted(schema));
    }
    return schema;
  }

  private static String read(String file) {
    try (InputStream in =
        Migrations.class.getClassLoader().getResourceAsStream(LOCATION + "/" + file)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks " + file + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
