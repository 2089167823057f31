package dev.signalbox.relay.drain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.settle.Backoff;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The settings, but for what the table {@code retry_policy} says of a type; a change of the table
 * takes effect within half a minute. Asked only where an event was refused. Safe for use by any
 * number of threads.
 */
@Singleton
final class StoredRetryPolicies implements RetryPolicies {

  private static final Duration REMEMBERED = Duration.ofSeconds(30);
  private static final int MOST_REMEMBERED = 10_000;

  /** Longer than any event is tried; what a table can hold would overflow. */
  private static final long LONGEST_MILLIS = Duration.ofDays(3650).toMillis();

  /** Not limited to an organization: a type's policy is everybody's. */
  private static final String FIND =
      """
      SELECT max_attempts,
        extract(epoch FROM max_age), extract(epoch FROM backoff_base), extract(epoch FROM backoff_cap)
      FROM {schema}.retry_policy
      WHERE event_type = ?
      """;

  private final DataSource dataSource;
  private final RetryPolicy settings;
  private final String find;
  private final Cache<String, RetryPolicy> found =
      Caffeine.newBuilder()
          .expireAfterWrite(REMEMBERED)
          .maximumSize(MOST_REMEMBERED)
          .executor(Runnable::run)
          .build();

  @Inject
  StoredRetryPolicies(
      DataSource dataSource, SchemaName schema, RetryLimits limits, Backoff backoff) {
    this.dataSource = dataSource;
    this.settings = new RetryPolicy(limits.maxAttempts(), limits.maxAge(), backoff);
    this.find = schema.in(FIND);
  }

  @Override
  public RetryPolicy of(String eventType) throws SQLException {
    RetryPolicy known = found.getIfPresent(eventType);
    if (known != null) {
      return known;
    }
    RetryPolicy read = read(eventType);
    found.put(eventType, read);
    return read;
  }

  private RetryPolicy read(String eventType) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(find)) {
      statement.setString(1, eventType);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? policy(row) : settings;
      }
    }
  }

  /** A base above the cap raises the cap. */
  private RetryPolicy policy(ResultSet row) throws SQLException {
    Duration base = duration(row, 3, settings.backoff().base());
    Duration cap = duration(row, 4, settings.backoff().cap());
    int maxAttempts = row.getInt(1);
    return new RetryPolicy(
        row.wasNull() ? settings.maxAttempts() : maxAttempts,
        duration(row, 2, settings.maxAge()),
        new Backoff(base, cap.compareTo(base) < 0 ? base : cap));
  }

  private static Duration duration(ResultSet row, int column, Duration preset) throws SQLException {
    double millis = row.getDouble(column) * 1000;
    return row.wasNull()
        ? preset
        : Duration.ofMillis(Math.clamp(Math.round(millis), 1, LONGEST_MILLIS));
  }
}
