package dev.signalbox.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class OutboxIT {

  private static final SchemaName SCHEMA = new SchemaName("outbox_it");
  private static final int COPY_ROWS = Outbox.COPY_FROM_ROWS;
  private static final OutboxEvent GOOD = OutboxEvent.of("acme", "order.created", "{\"a\":1}");

  private final Outbox outbox = new Outbox(OutboxOptions.DEFAULT.withSchema(SCHEMA));

  /** The ways of writing, and the connections that lead to them. */
  enum Way {
    ONE_BY_ONE,
    UNNEST_SMALL,
    COPY,
    COPY_THROUGH_A_WRAPPER,
    UNNEST_FOREIGN_DRIVER,
    UNNEST_ROW_SECURITY
  }

  @BeforeAll
  static void migrate() throws SQLException {
    Postgres.migrated(SCHEMA.value());
    Postgres.execute(
        SCHEMA.in(
            """
            CREATE ROLE tenant;
            GRANT USAGE ON SCHEMA {schema} TO tenant;
            GRANT SELECT, INSERT ON {schema}.outbox_event TO tenant
            """));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyWayWritesTheSameBytes(Way way) throws SQLException {
    List<OutboxEvent> events = torture();
    assertThat(append(way, events)).isEqualTo(expected(events));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyWayWritesRandomEventsTheSame(Way way) throws SQLException {
    long seed = System.nanoTime();
    System.out.println("OutboxIT " + way + " seed " + seed);
    Random random = new Random(seed);
    List<OutboxEvent> events = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      events.add(random(random));
    }
    assertThat(append(way, events)).isEqualTo(expected(events));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2_500})
  void rollbackLeavesNothing(int size) throws SQLException {
    try (Connection connection = Postgres.begin()) {
      outbox.appendBatch(connection, Collections.nCopies(size, GOOD));
      assertThat(StoredRow.all(connection, SCHEMA)).hasSize(size);
      connection.rollback();
      assertThat(StoredRow.all(connection, SCHEMA)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2_500})
  void nothingIsVisibleBeforeTheCallersCommit(int size) throws SQLException {
    try (Connection writer = Postgres.begin();
        Connection reader = Postgres.begin()) {
      outbox.appendBatch(writer, Collections.nCopies(size, GOOD));
      assertThat(StoredRow.all(reader, SCHEMA)).isEmpty();
      writer.rollback();
    }
  }

  @Test
  void autoCommitIsRefusedAndNothingWritten() throws SQLException {
    try (Connection connection = Postgres.dataSource().getConnection()) {
      assertThatExceptionOfType(TransactionRequiredException.class)
          .isThrownBy(() -> outbox.append(connection, GOOD));
      assertThat(StoredRow.all(connection, SCHEMA)).isEmpty();
    }
  }

  @Test
  void aRefusedBatchLeavesTheTransactionUsable() throws SQLException {
    try (Connection connection = Postgres.begin()) {
      assertThatExceptionOfType(InvalidEventException.class)
          .isThrownBy(
              () ->
                  outbox.appendBatch(
                      connection, List.of(GOOD, OutboxEvent.of("acme", "t", "{]"), GOOD)));
      EventId id = outbox.append(connection, GOOD);
      assertThat(StoredRow.all(connection, SCHEMA))
          .extracting(StoredRow::eventId)
          .containsExactly(id.toString());
      connection.rollback();
    }
  }

  @Test
  void idsComeBackInOrderAndAreTheRows() throws SQLException {
    for (int size : List.of(1, COPY_ROWS - 1, COPY_ROWS, 4_321)) {
      EventId own = EventId.mint();
      List<OutboxEvent> events = new ArrayList<>(Collections.nCopies(size, GOOD));
      events.set(size / 2, GOOD.withId(own));
      try (Connection connection = Postgres.begin()) {
        List<EventId> ids = outbox.appendBatch(connection, events);
        assertThat(ids).hasSize(size).doesNotHaveDuplicates();
        assertThat(ids.get(size / 2)).isEqualTo(own);
        assertThat(StoredRow.all(connection, SCHEMA))
            .extracting(StoredRow::eventId)
            .isEqualTo(ids.stream().map(EventId::toString).toList());
        connection.rollback();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2_500})
  void aHostileSearchPathChangesNothing(int size) throws SQLException {
    try (Connection connection = Postgres.begin()) {
      Postgres.execute(
          connection,
          """
          CREATE SCHEMA hostile;
          CREATE TABLE hostile.outbox_event (LIKE outbox_it.outbox_event);
          CREATE DOMAIN hostile.text AS pg_catalog.varchar(1);
          CREATE DOMAIN hostile.uuid AS pg_catalog.int4;
          CREATE DOMAIN hostile.regclass AS pg_catalog.int4;
          CREATE FUNCTION hostile.unnest(VARIADIC pg_catalog.text[]) RETURNS pg_catalog.int4 LANGUAGE sql AS 'SELECT 1';
          CREATE FUNCTION hostile.row_security_active(pg_catalog.text) RETURNS pg_catalog.bool LANGUAGE sql AS 'SELECT 1/0 = 1';
          SET LOCAL search_path = hostile, pg_catalog
          """);
      outbox.appendBatch(
          connection, Collections.nCopies(size, GOOD.withChannels(List.of("a", "NULL"))));
      Postgres.execute(connection, "SET LOCAL search_path = pg_catalog");
      assertThat(StoredRow.all(connection, SCHEMA))
          .hasSize(size)
          .allSatisfy(row -> assertThat(row.channels()).containsExactly("a", "NULL"));
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "prepareThreshold=1", "preferQueryMode=simple", "stringtype=unspecified"})
  void repeatedStatementsOfChangingShapesStayRight(String setting) throws SQLException {
    PGSimpleDataSource dataSource = Postgres.dataSource();
    dataSource.setURL(dataSource.getURL() + "?" + setting);
    List<OutboxEvent> events = new ArrayList<>();
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 20; i++) {
        OutboxEvent event = i % 3 == 0 ? GOOD : torture().get(i % 5);
        List<OutboxEvent> batch = Collections.nCopies(i % 2 == 0 ? 1 : 3, event);
        List<EventId> ids = outbox.appendBatch(connection, batch);
        for (int j = 0; j < ids.size(); j++) {
          events.add(event.withId(ids.get(j)));
        }
      }
      assertThat(StoredRow.all(connection, SCHEMA)).isEqualTo(expected(events));
      connection.rollback();
    }
  }

  @Test
  void theConnectionIsLeftAsItWas() throws SQLException {
    for (int size : List.of(1, 2, 2_500)) {
      for (boolean unwraps : List.of(true, false)) {
        try (Connection connection = Postgres.begin()) {
          PlainConnection plain = new PlainConnection(connection, unwraps);
          outbox.appendBatch(plain.connection(), Collections.nCopies(size, GOOD));
          assertThat(plain.calls())
              .isSubsetOf(
                  "getAutoCommit",
                  "isReadOnly",
                  "isWrapperFor",
                  "unwrap",
                  "prepareStatement",
                  "createArrayOf");
          connection.rollback();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2_500})
  void aPoolRollsBackWhatComesBackUncommitted(int size) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Postgres.dataSource());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(false);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection connection = pool.getConnection()) {
        outbox.appendBatch(connection, Collections.nCopies(size, GOOD));
      }
      try (Connection next = pool.getConnection()) {
        assertThat(StoredRow.all(next, SCHEMA)).isEmpty();
        next.commit();
      }
    }
  }

  @Test
  void rowSecurityIsAskedAnewForEachBatch() throws SQLException {
    try (Connection connection = Postgres.begin()) {
      outbox.appendBatch(connection, Collections.nCopies(COPY_ROWS, GOOD));
      enableRowSecurity(connection, "organization_id = 'acme'");
      outbox.appendBatch(connection, Collections.nCopies(COPY_ROWS, GOOD));
      assertThat(StoredRow.all(connection, SCHEMA)).hasSize(2 * COPY_ROWS);
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(
              () ->
                  outbox.appendBatch(
                      connection,
                      Collections.nCopies(COPY_ROWS, OutboxEvent.of("other", "t", "{}"))))
          .isNotInstanceOf(OutboxSchemaException.class)
          .extracting(SQLException::getSQLState)
          .isEqualTo("42501");
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2_500})
  void aMissingSchemaNamesTheCommand(int size) throws SQLException {
    Outbox other = new Outbox(OutboxOptions.DEFAULT.withSchema(new SchemaName("never_migrated")));
    assertSchemaException(other, size, "never_migrated");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2_500})
  void anOlderTableNamesTheCommand(int size) throws SQLException {
    Postgres.execute(
        """
        CREATE SCHEMA IF NOT EXISTS older;
        CREATE TABLE IF NOT EXISTS older.outbox_event (id bigint, payload text)
        """);
    Outbox other = new Outbox(OutboxOptions.DEFAULT.withSchema(new SchemaName("older")));
    assertSchemaException(other, size, "older");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2_500})
  void aTriggerThatKeepsRowsOutIsReported(int size) throws SQLException {
    try (Connection connection = Postgres.begin()) {
      Postgres.execute(
          connection,
          SCHEMA.in(
              """
              CREATE FUNCTION pg_temp.skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
              CREATE TRIGGER skip BEFORE INSERT ON {schema}.outbox_event FOR EACH ROW EXECUTE FUNCTION pg_temp.skip()
              """));
      assertThatExceptionOfType(OutboxSchemaException.class)
          .isThrownBy(() -> outbox.appendBatch(connection, Collections.nCopies(size, GOOD)))
          .withMessageContaining("took 0 of " + size + " rows");
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2_500})
  void anotherSqlExceptionComesThroughUntouched(int size) throws SQLException {
    try (Connection connection = Postgres.begin()) {
      Postgres.execute(connection, "SET TRANSACTION READ ONLY");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> outbox.appendBatch(connection, Collections.nCopies(size, GOOD)))
          .isNotInstanceOf(OutboxSchemaException.class)
          .extracting(SQLException::getSQLState)
          .isEqualTo("25006");
      connection.rollback();
      assertThat(outbox.append(connection, GOOD)).isNotNull();
      connection.rollback();
    }
  }

  @Test
  void aCopyThatFailsHalfwayLeavesTheConnectionUsable() throws SQLException {
    try (Connection connection = Postgres.begin()) {
      Postgres.execute(
          connection,
          SCHEMA.in(
              """
              CREATE FUNCTION pg_temp.fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END';
              CREATE TRIGGER fail BEFORE INSERT ON {schema}.outbox_event FOR EACH ROW
                WHEN (NEW.event_type = 'bad') EXECUTE FUNCTION pg_temp.fail()
              """));
      List<OutboxEvent> events = new ArrayList<>(Collections.nCopies(5_000, GOOD));
      events.set(2_000, OutboxEvent.of("acme", "bad", "{}"));
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> outbox.appendBatch(connection, events))
          .extracting(SQLException::getSQLState)
          .isEqualTo("P0001");
      connection.rollback();
      assertThat(outbox.appendBatch(connection, Collections.nCopies(COPY_ROWS, GOOD)))
          .hasSize(COPY_ROWS);
      connection.rollback();
    }
  }

  private void assertSchemaException(Outbox other, int size, String schema) throws SQLException {
    try (Connection connection = Postgres.begin()) {
      assertThatExceptionOfType(OutboxSchemaException.class)
          .isThrownBy(() -> other.appendBatch(connection, Collections.nCopies(size, GOOD)))
          .withMessageContaining("signalbox migrate")
          .withMessageContaining(schema + ".outbox_event")
          .satisfies(
              e -> {
                assertThat(e.getSQLState()).isIn("42P01", "3F000", "42703");
                assertThat(e.getCause()).isInstanceOf(SQLException.class);
              });
      connection.rollback();
    }
  }

  /** What the table holds after the events went this way; all is rolled back. */
  private List<StoredRow> append(Way way, List<OutboxEvent> events) throws SQLException {
    try (Connection connection = Postgres.begin()) {
      switch (way) {
        case ONE_BY_ONE -> {
          for (OutboxEvent event : events) {
            outbox.append(connection, event);
          }
        }
        case UNNEST_SMALL -> {
          for (int i = 0; i < events.size(); i += 7) {
            outbox.appendBatch(connection, events.subList(i, Math.min(i + 7, events.size())));
          }
        }
        case COPY -> outbox.appendBatch(connection, events);
        case COPY_THROUGH_A_WRAPPER ->
            outbox.appendBatch(new PlainConnection(connection, true).connection(), events);
        case UNNEST_FOREIGN_DRIVER ->
            outbox.appendBatch(new PlainConnection(connection, false).connection(), events);
        case UNNEST_ROW_SECURITY -> {
          enableRowSecurity(connection, "true");
          outbox.appendBatch(connection, events);
        }
      }
      List<StoredRow> rows = StoredRow.all(connection, SCHEMA);
      connection.rollback();
      return rows;
    }
  }

  private static void enableRowSecurity(Connection connection, String policy) throws SQLException {
    Postgres.execute(
        connection,
        SCHEMA.in(
            """
            ALTER TABLE {schema}.outbox_event ENABLE ROW LEVEL SECURITY;
            CREATE POLICY tenant ON {schema}.outbox_event USING (%s);
            SET LOCAL ROLE tenant
            """
                .formatted(policy)));
  }

  private static List<OutboxEvent> torture() {
    List<OutboxEvent> events = new ArrayList<>();
    for (String payload :
        List.of(
            "{}",
            "{\"a\":1,\"a\":2,\"a\":1}",
            "{\"n\":1e400,\"m\":" + "9".repeat(64) + ",\"o\":-0.00,\"p\":1E+5}",
            "{\"nul\":\"\\u0000\",\"lone\":\"\\ud800\",\"slash\":\"\\/\"}",
            "{\"emoji\":\"🚀👩‍👩‍👧\",\"é\":\"\u2028\uffff\ufeff\u007f\u0080\"}",
            " \t\r\n{ \"a\" :\t[ 1 , 2 ]\r\n}\n\n",
            "{\"back\":\"\\\\ \\\\. \\\\N \\n \\t \\\" \\b\\f\\r\"}",
            "{\n\"\\\\.\":\n\"\\\\N\"\n}",
            "{\"sql\":\"'; DROP TABLE x; -- $1 ? {schema} %s NULL {a,b}\"}",
            large("x", 1 << 20),
            large("🚀", 1 << 20),
            large("\t", 1 << 19))) {
      events.add(OutboxEvent.of("acme", "a.b-C_9", payload).withId(EventId.mint()));
    }
    String hostile = "\\N\t\\.\n\r\\\\\"'{},NULL 🚀\u0001\b\f\u000b%s";
    events.add(
        GOOD.withId(EventId.mint())
            .withOrderingKey(hostile)
            .withChannels(List.of("NULL", "null", "a.b", "-", "x".repeat(128)))
            .withHeaders(Map.of("traceparent", "00-\\N\"\\. ü🚀", "x-empty", "")));
    events.add(OutboxEvent.of("a\\N/b\\.c 'd' \"e\" ü🚀", "x", "{}").withId(EventId.mint()));
    for (int i = 0; i < COPY_ROWS; i++) {
      events.add(GOOD.withId(EventId.mint()).withOrderingKey("k" + i));
    }
    return events;
  }

  /** White space between the tokens, or characters in a string. */
  private static String large(String character, int bytes) {
    String filler = character.repeat((bytes - 8) / character.getBytes(UTF_8).length);
    return character.equals("\t") ? "{" + filler + "}" : "{\"a\":\"" + filler + "\"}";
  }

  private static OutboxEvent random(Random random) {
    OutboxEvent event =
        OutboxEvent.of(
                "org-" + random.nextInt(9), "t" + random.nextInt(9), RandomTexts.payload(random))
            .withId(EventId.mint());
    if (random.nextBoolean()) {
      event = event.withOrderingKey(RandomTexts.text(random, 30));
    }
    if (random.nextBoolean()) {
      event = event.withChannels(List.of("NULL", "c" + random.nextInt(9)));
    }
    if (random.nextBoolean()) {
      event = event.withHeaders(Map.of("a", "\\N\"" + random.nextInt(), "b", "ü\\"));
    }
    return event;
  }

  private static List<StoredRow> expected(List<OutboxEvent> events) {
    return events.stream().map(OutboxIT::expected).toList();
  }

  private static StoredRow expected(OutboxEvent event) {
    return new StoredRow(
        event.id().orElseThrow().toString(),
        1,
        hex(event.organization()),
        event.type(),
        event.orderingKey().map(OutboxIT::hex).orElse(null),
        event.channels(),
        event.headers().isEmpty() ? null : hex(JsonText.object(event.headers())),
        hex(event.payload()),
        true);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
