package dev.signalbox.relay.lease;

import dev.signalbox.contract.SchemaName;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps the rate of an organization that has a limit, in its lease and by the database's clock: so
 * it holds over slices, runs, workers and crashes. What is granted is used up by the grant, whether
 * it is delivered or not.
 *
 * <p>A bucket holds what one second allows, or one delivery where that is less. So in any stretch
 * of time there are at most {@code rate × (seconds + 1)} deliveries, or one more than {@code rate ×
 * seconds} where the rate is below one.
 */
public final class Paces {

  /**
   * {@code paced_until} is when the bucket will be full again. It never counts as further ahead
   * than an empty bucket's: a lower rate of before, or a wrong clock, holds nobody back.
   */
  private static final String GRANT =
      """
      WITH asked AS (
        SELECT ?::float8 AS rate, ?::float8 AS bucket
      ), bucket AS (
        SELECT rate, CASE
            WHEN paced_until <= now() OR paced_until IS NULL THEN 0
            WHEN paced_until > now() + bucket * interval '1 second' THEN bucket
            ELSE extract(epoch FROM paced_until - now())::float8
          END AS missing, bucket
        FROM {schema}.relay_lease, asked
        WHERE organization_id = ?
      ), grant_now AS (
        SELECT rate, missing, least(?::float8, floor((bucket - missing) * rate + 0.000001)) AS count
        FROM bucket
      )
      UPDATE {schema}.relay_lease
      SET paced_until = now() + (missing + count / rate) * interval '1 second'
      FROM grant_now
      WHERE %s
      RETURNING count::integer, missing + count / rate
      """
          .formatted(LeaseGuard.HELD);

  private final DataSource dataSource;
  private final String grant;

  @Inject
  Paces(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.grant = schema.in(GRANT);
  }

  /**
   * Grants as many of the wanted deliveries as the rate allows now, committed on return.
   *
   * @param rate deliveries a second
   * @return empty when the lease is lost
   */
  public Optional<Grant> grant(Lease lease, double rate, int wanted) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(grant)) {
      statement.setDouble(1, rate);
      statement.setDouble(2, Math.max(1, 1 / rate));
      statement.setString(3, lease.organization().value());
      statement.setInt(4, wanted);
      LeaseGuard.bind(statement, 5, lease);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Grant(row.getInt(1), seconds(row.getDouble(2))))
            : Optional.empty();
      }
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) Math.ceil(seconds * 1e9));
  }

  /**
   * What may be delivered now.
   *
   * @param deliveries at most as many as were wanted
   * @param untilFull until the bucket is full again
   */
  public record Grant(int deliveries, Duration untilFull) {}
}
