package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The flag as {@code relay_lease} holds it: one read by primary key, by the database's clock. A
 * time that lies further ahead than a relay puts it was written by a wrong clock and does not
 * count: {@code draining_until} up to the options' maximum step, {@code quiet_until} up to {@link
 * #LONGEST_QUIET} or {@code infinity}, which is no time but "until somebody acts".
 */
final class PostgresDrainFlag implements DrainFlag {

  /** A destination is granted pauses of up to an hour; the other hour is for longer backoffs. */
  static final Duration LONGEST_QUIET = Duration.ofHours(2);

  private final DataSource dataSource;
  private final SchemaName schema;
  private final Source source;
  private final Duration maximumDrainingStep;
  private final Duration timeout;

  PostgresDrainFlag(DataSource dataSource, SignalerOptions options, Duration timeout) {
    this.dataSource = dataSource;
    this.schema = options.schema();
    this.source = options.source();
    this.maximumDrainingStep = options.maximumDrainingStep();
    this.timeout = timeout;
  }

  @Override
  public Reading read(OrganizationId organization) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      int networkTimeout = connection.getNetworkTimeout();
      boolean autoCommit = connection.getAutoCommit();
      // the query timeout asks the server to cancel, the network timeout helps where none listens
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
      if (!autoCommit) {
        connection.setAutoCommit(true);
      }
      try {
        return read(connection, organization);
      } finally {
        restore(connection, networkTimeout, autoCommit);
      }
    }
  }

  private static void restore(Connection connection, int networkTimeout, boolean autoCommit)
      throws SQLException {
    if (!connection.isClosed()) {
      connection.setNetworkTimeout(Runnable::run, networkTimeout);
      if (!autoCommit) {
        connection.setAutoCommit(false);
      }
    }
  }

  /**
   * Installation and flag in one statement: the answer is about the database that it came from,
   * also after a failover. A server in recovery may lag behind the commit, so its flag does not
   * count.
   */
  private static final String READ_FLAG =
      """
      SELECT installation.database_id,
        installation.source,
        NOT pg_is_in_recovery() AND coalesce(
          lease.draining_until > now() AND lease.draining_until <= now() + ? * interval '1 ms'
            OR lease.quiet_until > now() AND lease.quiet_until <= now() + ? * interval '1 ms'
            OR lease.quiet_until = 'infinity',
          false)
      FROM {schema}.installation AS installation
      LEFT JOIN {schema}.relay_lease AS lease
        ON lease.organization_id = ?
      """;

  private Reading read(Connection connection, OrganizationId organization) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.in(READ_FLAG))) {
      statement.setQueryTimeout(Math.max(1, (int) timeout.toSeconds()));
      statement.setDouble(1, (double) maximumDrainingStep.toMillis());
      statement.setDouble(2, (double) LONGEST_QUIET.toMillis());
      statement.setString(3, organization.value());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("Table " + schema + ".installation is empty.");
        }
        return reading(row.getString(1), row.getString(2), row.getBoolean(3));
      }
    }
  }

  private Reading reading(@Nullable String databaseId, @Nullable String owner, boolean suppressed) {
    if (owner != null && !owner.equals(source.value())) {
      return new Reading.WrongSource(
          "Schema \"%s\" belongs to source \"%s\"; this signaler signals for source \"%s\"."
              .formatted(schema, owner, source));
    }
    return suppressed
        ? new Reading.Suppressed()
        : new Reading.Needed(Objects.requireNonNull(databaseId, "installation.database_id"));
  }
}
