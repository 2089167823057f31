package dev.signalbox.relay.installation;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Binds an outbox to its source and says which one it is. A schema that is newer than this version
 * knows is accepted: a migration only adds what older relays and producers can do without, so that
 * the schema goes first and the programs follow one by one.
 */
public final class Installations {

  /** The oldest schema that this version of the relay can work on. */
  private static final int SCHEMA_VERSION = 1;

  private static final Set<String> NO_SUCH_TABLE = Set.of("42P01", "3F000");

  /** Not limited to an organization: there is one row. */
  private static final String BIND =
      "UPDATE {schema}.installation SET source = ? WHERE source IS NULL";

  private static final String READ =
      "SELECT source, database_id, schema_version FROM {schema}.installation";

  private final DataSource dataSource;
  private final SchemaName schema;

  /** Prepares to ask; connects to nothing yet. */
  public Installations(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.schema = schema;
  }

  /**
   * Binds the outbox to the source, if it is bound to none.
   *
   * @throws WrongInstallationException when it belongs to another source, is older than this
   *     version needs, has lost its row, or is not there
   */
  public Installation bind(Source source) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      try (PreparedStatement bind = connection.prepareStatement(schema.in(BIND))) {
        bind.setString(1, source.value());
        bind.executeUpdate();
      }
      try (PreparedStatement read = connection.prepareStatement(schema.in(READ));
          ResultSet row = read.executeQuery()) {
        if (!row.next()) {
          throw WrongInstallationException.lostRow();
        }
        return checked(source, row.getString(1), row.getString(2), row.getInt(3));
      }
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.contains(e.getSQLState())) {
        throw new WrongInstallationException(
            "Schema \"%s\" has no outbox; `signalbox migrate` creates it.".formatted(schema), e);
      }
      throw e;
    }
  }

  private Installation checked(Source source, String bound, String databaseId, int version) {
    if (!bound.equals(source.value())) {
      throw new WrongInstallationException(
          "Schema \"%s\" belongs to source \"%s\", not to \"%s\" (SIGNALBOX_SOURCE)."
              .formatted(schema, bound, source));
    }
    if (version < SCHEMA_VERSION) {
      throw new WrongInstallationException(
          "Schema \"%s\" is of version %d, this relay needs %d; `signalbox migrate` brings it there."
              .formatted(schema, version, SCHEMA_VERSION));
    }
    return new Installation(source, databaseId);
  }
}
