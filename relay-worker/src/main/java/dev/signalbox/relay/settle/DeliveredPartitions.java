package dev.signalbox.relay.settle;

import dev.signalbox.contract.SchemaName;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Keeps partitions of the delivered log ahead of the day. */
public final class DeliveredPartitions {

  /** Not limited to an organization: the partitions are everybody's. */
  private static final String ENSURE =
      """
      SELECT {schema}.ensure_delivered_partition((now() AT TIME ZONE 'UTC')::date + ahead)
      FROM generate_series(0, 2) AS ahead
      """;

  private final DataSource dataSource;
  private final String ensure;

  @Inject
  DeliveredPartitions(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.ensure = schema.in(ENSURE);
  }

  /** Makes the partitions of today and the next two days in UTC, where they are missing. */
  public void ensure() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(ensure)) {
      statement.execute();
    }
  }
}
