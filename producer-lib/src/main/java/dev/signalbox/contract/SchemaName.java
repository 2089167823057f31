package dev.signalbox.contract;

import java.util.regex.Pattern;

/**
 * The PostgreSQL schema of an outbox. Never needs quoting, so that it can stand in a statement.
 *
 * @param value lower-case letters, digits and underscores, at most 63, not beginning with a digit
 *     or {@code pg_}
 */
public record SchemaName(String value) {

  private static final Pattern VALID = Pattern.compile("(?!pg_)[a-z_][a-z0-9_]{0,62}");

  /** Used where nothing is configured. */
  public static final SchemaName DEFAULT = new SchemaName("signalbox");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it does not match the pattern
   */
  public SchemaName {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Schema \"%s\" is not a lower-case identifier of at most 63 letters, digits and underscores that does not begin with pg_."
              .formatted(value));
    }
  }

  /** Puts the schema in place of each {@code {schema}} in a statement. */
  public String in(String sql) {
    return sql.replace("{schema}", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
