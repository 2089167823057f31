package dev.signalbox.relay.watch;

import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.organization.StopCondition;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Asks for all watches at once which of them have news. */
final class NewsReader {

  /**
   * Not limited to an organization: it answers for each the question that its slice would ask. One
   * that was paused meanwhile has no news.
   *
   * <p>Each is one probe of the index, whatever the tables hold: never asking for equality with its
   * first column and sorting by both keeps the planner from the primary key, whose rows are mostly
   * of others, and the limits keep it from joining whole tables instead.
   */
  static final String READ_NEWS =
      """
      SELECT watch.ordinal
      FROM unnest(?::text[], ?::bigint[]) WITH ORDINALITY AS watch (organization_id, after, ordinal)
      WHERE (
          SELECT true
          FROM {schema}.outbox_event AS event
          WHERE (event.organization_id, event.id) > (watch.organization_id, watch.after)
            AND event.organization_id <= watch.organization_id
            AND (event.next_attempt_at IS NULL OR event.next_attempt_at <= now())
            AND event.payload_version <= ?
          ORDER BY event.organization_id, event.id
          LIMIT 1)
        AND (
          SELECT true
          FROM {schema}.organization AS known
          WHERE known.organization_id = watch.organization_id AND %s
          LIMIT 1) IS NULL
      """
          .formatted(StopCondition.HOLDS);

  private final DataSource dataSource;
  private final String readNews;

  @Inject
  NewsReader(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.readNews = schema.in(READ_NEWS);
  }

  List<Watch> withNews(List<Watch> watches) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(readNews)) {
      bind(statement, watches);
      try (ResultSet row = statement.executeQuery()) {
        List<Watch> found = new ArrayList<>();
        while (row.next()) {
          found.add(watches.get(Math.toIntExact(row.getLong(1)) - 1));
        }
        return found;
      }
    }
  }

  static void bind(PreparedStatement statement, List<Watch> watches) throws SQLException {
    Connection connection = statement.getConnection();
    Object[] organizations = watches.stream().map(w -> w.organization().value()).toArray();
    Object[] afters = watches.stream().map(Watch::after).toArray();
    statement.setArray(1, connection.createArrayOf("text", organizations));
    statement.setArray(2, connection.createArrayOf("bigint", afters));
    statement.setInt(3, RelayContract.PAYLOAD_VERSION);
  }
}
