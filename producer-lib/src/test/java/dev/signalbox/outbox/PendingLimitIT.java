package dev.signalbox.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.outbox.PendingLimitException.Exceeded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit of an organization's pending events, in producers that keep it. */
class PendingLimitIT {

  private static final SchemaName SCHEMA = new SchemaName("pending_limit_it");
  private static final OutboxOptions OPTIONS = OutboxOptions.DEFAULT.withSchema(SCHEMA);

  private final Outbox outbox = new Outbox(OPTIONS.withPendingLimits());
  private final String acme = "acme-" + UUID.randomUUID();
  private final String globex = "globex-" + UUID.randomUUID();

  @BeforeAll
  static void migrate() {
    Postgres.migrated(SCHEMA.value());
  }

  @Test
  void appendRefusesAtTheLimitAndTheTransactionGoesOn() throws SQLException {
    limit(acme, 3);
    try (Connection connection = Postgres.begin()) {
      for (int i = 0; i < 3; i++) {
        outbox.append(connection, event(acme));
      }
      assertThatExceptionOfType(PendingLimitException.class)
          .isThrownBy(() -> outbox.append(connection, event(acme)))
          .withMessage("Organization %s would have more pending events than its limit of 3.", acme)
          .satisfies(e -> assertThat(e.exceeded()).containsExactly(new Exceeded(acme, 3)));
      outbox.append(connection, event(globex));
      connection.commit();
    }
    assertThat(pending(acme)).isEqualTo(3);
    assertThat(pending(globex)).isEqualTo(1);

    execute(
        "DELETE FROM {schema}.outbox_event WHERE id = (SELECT min(id) FROM {schema}.outbox_event"
            + " WHERE organization_id = '"
            + acme
            + "')");
    append(outbox, List.of(event(acme)));
    assertThat(pending(acme)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 700, 2_500})
  void aBatchFitsWholeOrNothingOfItIsWritten(int size) throws SQLException {
    limit(acme, size);
    List<OutboxEvent> fitting = new ArrayList<>(Collections.nCopies(size, event(acme)));
    append(outbox, List.of(event(acme)));
    fitting.add(event(globex));

    assertThatExceptionOfType(PendingLimitException.class)
        .isThrownBy(() -> append(outbox, fitting))
        .satisfies(e -> assertThat(e.exceeded()).containsExactly(new Exceeded(acme, size)));
    assertThat(pending(acme)).isEqualTo(1);
    assertThat(pending(globex)).isZero();

    append(outbox, fitting.subList(1, fitting.size()));
    assertThat(pending(acme)).isEqualTo(size);
    assertThat(pending(globex)).isEqualTo(1);
  }

  @Test
  void allLimitsThatABatchExceedsAreNamedAndOneThatIsLargerThanItsLimitNeverFits()
      throws SQLException {
    limit(acme, 1);
    limit(globex, 2);
    assertThatExceptionOfType(PendingLimitException.class)
        .isThrownBy(
            () ->
                append(
                    outbox,
                    List.of(event(globex), event(acme), event(globex), event(acme), event(globex))))
        .satisfies(
            e ->
                assertThat(e.exceeded())
                    .containsExactly(new Exceeded(acme, 1), new Exceeded(globex, 2)));
  }

  @Test
  void withoutTheOptionOrALimitNobodyIsRefused() throws SQLException {
    limit(acme, 1);
    append(new Outbox(OPTIONS), Collections.nCopies(5, event(acme)));
    append(new Outbox(OPTIONS), List.of(event(acme)));
    assertThat(pending(acme)).isEqualTo(6);

    execute("INSERT INTO {schema}.organization (organization_id) VALUES ('" + globex + "')");
    append(outbox, Collections.nCopies(5, event(globex)));
    append(outbox, List.of(event(globex)));
    assertThat(pending(globex)).isEqualTo(6);
  }

  /** What the Javadoc of {@link PendingLimitException} says of transactions at the same time. */
  @Test
  void transactionsAtOnceOvershootByWhatTheyHaveNotCommittedAndNotByMore() throws Exception {
    int writers = 8;
    int limit = 20;
    int each = 5;
    limit(acme, limit);
    append(outbox, Collections.nCopies(limit - 1, event(acme)));
    CyclicBarrier allHaveAppended = new CyclicBarrier(writers);
    List<Future<Integer>> written = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      for (int w = 0; w < writers; w++) {
        written.add(
            threads.submit(
                () -> {
                  try (Connection connection = Postgres.begin()) {
                    int mine = appendUntilRefused(connection, each);
                    allHaveAppended.await();
                    connection.commit();
                    return mine;
                  }
                }));
      }
      for (Future<Integer> mine : written) {
        assertThat(mine.get()).as("each sees its own").isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(pending(acme)).isEqualTo(limit - 1 + writers);
    assertThatExceptionOfType(PendingLimitException.class)
        .isThrownBy(() -> append(outbox, List.of(event(acme))));
  }

  /** Both with a plan for these values and with one for any: no further than to the limit. */
  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void aLongBacklogIsReadToTheLimitAndNoFurther(String mode) throws SQLException {
    limit(acme, 100);
    execute(
        "INSERT INTO {schema}.outbox_event (event_id, organization_id, event_type, payload)"
            + " SELECT gen_random_uuid(), '"
            + acme
            + "', 't', '{}' FROM generate_series(1, 50000)");
    execute("ANALYZE {schema}.outbox_event");
    try (Connection connection = Postgres.begin();
        Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL plan_cache_mode = " + mode);
      statement.execute("SET LOCAL track_counts = on");
      long before = rowsRead(statement);
      assertThatExceptionOfType(PendingLimitException.class)
          .isThrownBy(() -> outbox.append(connection, event(acme)));
      assertThatExceptionOfType(PendingLimitException.class)
          .isThrownBy(() -> outbox.appendBatch(connection, List.of(event(acme), event(acme))));
      assertThat(rowsRead(statement) - before).isBetween(1L, 400L);
      connection.rollback();
    }
  }

  @Test
  void aBacklogThatHasGrownSinceTheFirstAppendsIsReadToTheLimitAndNoFurther() throws SQLException {
    limit(acme, 100);
    try (Connection connection = Postgres.begin();
        Statement statement = connection.createStatement()) {
      execute("TRUNCATE {schema}.outbox_event");
      execute("ANALYZE {schema}.outbox_event");
      for (int i = 0; i < 12; i++) {
        outbox.append(connection, event(globex));
        outbox.appendBatch(connection, List.of(event(globex), event(globex)));
      }
      connection.commit();
      execute(
          "INSERT INTO {schema}.outbox_event (event_id, organization_id, event_type, payload)"
              + " SELECT gen_random_uuid(), '"
              + acme
              + "', 't', '{}' FROM generate_series(1, 50000)");
      long before = rowsRead(statement);
      assertThatExceptionOfType(PendingLimitException.class)
          .isThrownBy(() -> outbox.append(connection, event(acme)));
      assertThatExceptionOfType(PendingLimitException.class)
          .isThrownBy(() -> outbox.appendBatch(connection, List.of(event(acme), event(acme))));
      assertThat(rowsRead(statement) - before).isBetween(1L, 400L);
      connection.rollback();
    }
  }

  /** Of this transaction. */
  private static long rowsRead(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            SCHEMA.in(
                """
                SELECT pg_stat_get_xact_tuples_returned(t) + (
                  SELECT coalesce(sum(pg_stat_get_xact_tuples_returned(indexrelid)), 0)
                  FROM pg_index WHERE indrelid = t)
                FROM (SELECT '{schema}.outbox_event'::regclass::oid AS t) AS asked
                """))) {
      row.next();
      return row.getLong(1);
    }
  }

  private int appendUntilRefused(Connection connection, int most) throws SQLException {
    for (int i = 0; i < most; i++) {
      try {
        outbox.append(connection, event(acme));
      } catch (PendingLimitException e) {
        return i;
      }
    }
    return most;
  }

  private static OutboxEvent event(String organization) {
    return OutboxEvent.of(organization, "order.created", "{\"a\":1}");
  }

  private static void append(Outbox outbox, List<OutboxEvent> events) throws SQLException {
    try (Connection connection = Postgres.begin()) {
      outbox.appendBatch(connection, events);
      connection.commit();
    }
  }

  private static void limit(String organization, int limit) throws SQLException {
    execute(
        "INSERT INTO {schema}.organization (organization_id, pending_limit) VALUES ('%s', %d)"
            .formatted(organization, limit));
  }

  private static long pending(String organization) throws SQLException {
    try (Connection connection = Postgres.dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                SCHEMA.in(
                    "SELECT count(*) FROM {schema}.outbox_event WHERE organization_id = ?"))) {
      statement.setString(1, organization);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void execute(String sql) throws SQLException {
    Postgres.execute(SCHEMA.in(sql));
  }
}
