package dev.signalbox.relay.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads rows for people. */
public final class Report {

  /** Gives the statement its parameters. */
  @FunctionalInterface
  public interface Parameters {
    /** Sets each of them. */
    void bind(PreparedStatement statement) throws SQLException;
  }

  private Report() {}

  /** A time as people and programs read it, in UTC; {@code infinity} stays. */
  public static String utc(String column) {
    return """
    CASE WHEN isfinite({column}) THEN to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') \
    WHEN {column} IS NOT NULL THEN 'infinity' END\
    """
        .replace("{column}", column);
  }

  /** All rows of a statement, which limits them itself. */
  public static List<ReportRow> read(DataSource dataSource, String sql, Parameters parameters)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.bind(statement);
      try (ResultSet result = statement.executeQuery()) {
        List<ReportRow> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row(result));
        }
        return rows;
      }
    }
  }

  private static ReportRow row(ResultSet result) throws SQLException {
    ResultSetMetaData description = result.getMetaData();
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    for (int i = 1; i <= description.getColumnCount(); i++) {
      columns.put(description.getColumnLabel(i), result.getObject(i));
    }
    return new ReportRow(columns);
  }
}
