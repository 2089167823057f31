package dev.signalbox.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.contract.SchemaName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class QuietServerErrorIT {

  private static final SchemaName SCHEMA = new SchemaName("quiet_it");
  private static final String PAYLOAD = "{\"iban\":\"SECRET\"}";

  private final Outbox outbox = new Outbox(OutboxOptions.DEFAULT.withSchema(SCHEMA));

  @BeforeAll
  static void migrate() throws SQLException {
    Postgres.migrated(SCHEMA.value());
    Postgres.execute(
        SCHEMA.in(
            """
            ALTER TABLE {schema}.outbox_event ADD CONSTRAINT no_refused CHECK (event_type <> 'refused');
            CREATE FUNCTION {schema}.fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              RAISE EXCEPTION 'raised' USING ERRCODE = substr(NEW.event_type, 2), DETAIL = NEW.payload;
            END
            $$;
            CREATE TRIGGER fail BEFORE INSERT ON {schema}.outbox_event
              FOR EACH ROW WHEN (NEW.event_type LIKE 'x%') EXECUTE FUNCTION {schema}.fail()
            """));
  }

  @Test
  void theServerItselfQuotesTheRow() throws SQLException {
    try (Connection connection = Postgres.begin();
        PreparedStatement statement =
            connection.prepareStatement(
                SCHEMA.in(
                    "INSERT INTO {schema}.outbox_event (event_id, organization_id, event_type,"
                        + " payload) VALUES (gen_random_uuid(), 'acme', 'refused', ?)"))) {
      statement.setString(1, PAYLOAD);
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(statement::executeUpdate)
          .withMessageContaining("SECRET");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, Outbox.COPY_FROM_ROWS})
  void aRefusedRowIsNotQuoted(int size) throws SQLException {
    SQLException failure = failure("refused", size);

    assertThat(failure.getSQLState()).isEqualTo("23514");
    assertThat((Throwable) failure)
        .hasMessageContaining("violates check constraint \"no_refused\"");
    assertThat((Throwable) failure)
        .isInstanceOfSatisfying(
            PSQLException.class,
            e -> {
              ServerErrorMessage kept = Objects.requireNonNull(e.getServerErrorMessage());
              assertThat(kept).hasToString(e.getMessage());
              assertThat(kept.getConstraint()).isEqualTo("no_refused");
              assertThat(kept.getTable()).isEqualTo("outbox_event");
            });
    assertThat(everything(failure)).doesNotContain("SECRET").contains("Outbox.appendBatch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "55P03", "57014"})
  void whoRetriesBySqlStateStillCan(String state) throws SQLException {
    for (int size : new int[] {1, 2, Outbox.COPY_FROM_ROWS}) {
      SQLException failure = failure("x" + state, size);

      assertThat(failure.getSQLState()).isEqualTo(state);
      assertThat((Throwable) failure).hasMessage("ERROR: raised");
      assertThat(everything(failure)).doesNotContain("SECRET");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, Outbox.COPY_FROM_ROWS})
  void theCauseOfASchemaThatDoesNotFitQuotesNothingEither(int size) throws SQLException {
    SQLException failure = failure("x42703", size);

    assertThat((Throwable) failure)
        .isInstanceOf(OutboxSchemaException.class)
        .hasCauseInstanceOf(SQLException.class);
    assertThat(everything(failure)).doesNotContain("SECRET");
  }

  @Test
  void whatTheServerDidNotSayPassesUnchanged() {
    SQLException ofThePool = new SQLException("Connection is closed.", "08003");
    SQLException withACause = new SQLException("I/O", "08006", new IOException("reset"));

    assertThat((Throwable) QuietServerError.of(ofThePool)).isSameAs(ofThePool);
    assertThat((Throwable) QuietServerError.of(withACause)).isSameAs(withACause);
  }

  @Test
  void aWrapperDoesNotHideTheQuote() throws SQLException {
    PSQLException quoting =
        new PSQLException(new ServerErrorMessage("SERROR\0C23514\0Mno\0DSECRET\0"));
    SQLException next = new SQLException("batch", "23514");
    next.setNextException(quoting);

    assertThat((Throwable) quoting).hasMessageContaining("SECRET");
    for (SQLException wrapper : List.of(new SQLException("SECRET", "23514", quoting), next)) {
      assertThat(everything(QuietServerError.of(wrapper))).doesNotContain("SECRET");
      assertThat(QuietServerError.of(wrapper).getSQLState()).isEqualTo("23514");
    }
  }

  private SQLException failure(String type, int size) throws SQLException {
    List<OutboxEvent> events =
        new ArrayList<>(
            Collections.nCopies(size, OutboxEvent.of("acme", "order.created", PAYLOAD)));
    events.set(size - 1, OutboxEvent.of("acme", type, PAYLOAD));
    try (Connection connection = Postgres.begin()) {
      SQLException failure =
          catchThrowableOfType(SQLException.class, () -> outbox.appendBatch(connection, events));
      connection.rollback();
      return failure;
    }
  }

  /** Messages, causes, suppressed and next exceptions, as a log shows them. */
  private static String everything(SQLException failure) {
    StringWriter text = new StringWriter();
    for (SQLException e = failure; e != null; e = e.getNextException()) {
      e.printStackTrace(new PrintWriter(text, true));
      if (e instanceof PSQLException server) {
        text.append(String.valueOf(server.getServerErrorMessage()));
      }
    }
    return text.toString();
  }
}
