package dev.signalbox.outbox;

import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes any number of rows by COPY, where the driver is pgjdbc and row-level security is off. */
final class CopyInsert {

  private static final String ROW_SECURITY =
      """
      SELECT pg_catalog.row_security_active('{schema}.outbox_event'::pg_catalog.regclass)
      """;

  private static final String COPY =
      """
      COPY {schema}.outbox_event
        (event_id, payload_version, organization_id, event_type, ordering_key, channels, headers, payload)
      FROM STDIN WITH (FORMAT text, ENCODING 'UTF8')
      """;

  private static final String VERSION = String.valueOf(RelayContract.PAYLOAD_VERSION);

  private final SchemaName schema;
  private final String rowSecurity;
  private final String copy;

  CopyInsert(SchemaName schema) {
    this.schema = schema;
    this.rowSecurity = schema.in(ROW_SECURITY);
    this.copy = schema.in(COPY);
  }

  /** Writes all rows, or none and returns false where COPY is not to be had. */
  boolean write(Connection connection, List<Row> rows) throws SQLException {
    PGConnection driver = driver(connection);
    if (driver == null || isRowSecurityActive(connection)) {
      return false;
    }
    CopyIn copyIn = driver.getCopyAPI().copyIn(copy);
    try {
      CopyText text = new CopyText(copyIn);
      for (Row row : rows) {
        write(text, row);
      }
      text.flush();
      OutboxSchemaException.checkWritten(schema, copyIn.endCopy(), rows.size());
    } finally {
      if (copyIn.isActive()) {
        copyIn.cancelCopy();
      }
    }
    return true;
  }

  private static void write(CopyText text, Row row) throws SQLException {
    text.column(row.eventId().toString(), '\t');
    text.column(VERSION, '\t');
    text.column(row.organization(), '\t');
    text.column(row.type(), '\t');
    text.column(row.orderingKey(), '\t');
    text.column(row.channels(), '\t');
    text.column(row.headers(), '\t');
    text.column(row.payload(), '\n');
  }

  private static @Nullable PGConnection driver(Connection connection) throws SQLException {
    return connection.isWrapperFor(PGConnection.class)
        ? connection.unwrap(PGConnection.class)
        : null;
  }

  /**
   * Asked each time: the answer depends on the role of the moment, and a COPY that meets row-level
   * security fails the caller's transaction. And asked by the caller's connection, not the driver's
   * own: a pool sees by it that the transaction has begun, and rolls it back when the connection
   * comes back without a commit. A COPY alone passes the pool by, and the rows would wait for the
   * next borrower's commit.
   */
  private boolean isRowSecurityActive(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(rowSecurity);
        ResultSet result = statement.executeQuery()) {
      return !result.next() || result.getBoolean(1);
    }
  }
}
