package dev.signalbox.relay.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked every few milliseconds, beside a large backlog of somebody else. */
class NewsReaderIT {

  private static final int BACKLOG = 50_000;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final DataSource dataSource = SIGNALBOX.database().dataSource();

  @BeforeAll
  static void fill() throws SQLException {
    execute(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
            + " SELECT gen_random_uuid(), 'm neighbour', 'watch.test', repeat('x', 200)"
            + " FROM generate_series(1, "
            + BACKLOG
            + ")",
        "INSERT INTO signalbox.organization (organization_id)"
            + " SELECT 'known ' || n FROM generate_series(1, 20000) AS n",
        "ANALYZE signalbox.outbox_event",
        "ANALYZE signalbox.organization");
  }

  @Test
  void whoHasADueRowBehindItsPlaceHasNews() throws SQLException {
    append("a first", "NULL");
    append("a later", "now() + interval '1 hour'");
    append("a paused", "NULL");
    append("z last", "now() - interval '1 hour'");
    execute(
        "INSERT INTO signalbox.organization (organization_id, state) VALUES ('a paused',"
            + " 'paused')");

    List<Watch> watches =
        List.of(
            watch("z last", 0),
            watch("a later", 0),
            watch("a paused", 0),
            watch("a first", Long.MAX_VALUE),
            watch("b none", 0),
            watch("a first", 0));

    assertThat(new NewsReader(dataSource, SchemaName.DEFAULT).withNews(watches))
        .containsExactlyInAnyOrder(watches.get(0), watches.get(5));
  }

  @ParameterizedTest
  @CsvSource({
    "3, force_custom_plan",
    "3, force_generic_plan",
    "1000, force_custom_plan",
    "1000, force_generic_plan"
  })
  void eachWatchIsAProbeOfTheIndex(int count, String mode) throws SQLException {
    List<Watch> watches =
        IntStream.range(0, count).mapToObj(i -> watch("n watched " + i, 0)).toList();
    List<String> plan = plan(watches, mode);

    assertThat(plan)
        .as("%s", String.join("\n", plan))
        .anyMatch(line -> line.contains("Index Scan using outbox_event_organization"))
        .noneMatch(line -> line.contains("Seq Scan"))
        .noneMatch(line -> line.contains("outbox_event_pkey"));
  }

  private List<String> plan(List<Watch> watches, String mode) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement setting = connection.createStatement()) {
      setting.execute("SET plan_cache_mode = " + mode);
      try (PreparedStatement statement =
          connection.prepareStatement("EXPLAIN " + SchemaName.DEFAULT.in(NewsReader.READ_NEWS))) {
        NewsReader.bind(statement, watches);
        try (ResultSet row = statement.executeQuery()) {
          List<String> lines = new ArrayList<>();
          while (row.next()) {
            lines.add(row.getString(1));
          }
          return lines;
        }
      }
    }
  }

  private static void append(String organization, String nextAttempt) throws SQLException {
    execute(
        "INSERT INTO signalbox.outbox_event"
            + " (event_id, organization_id, event_type, payload, next_attempt_at)"
            + " VALUES (gen_random_uuid(), '%s', 'watch.test', '{}', %s)"
                .formatted(organization, nextAttempt));
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Watch watch(String organization, long after) {
    return new Watch(new OrganizationId(organization), after);
  }
}
