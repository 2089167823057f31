package dev.signalbox.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTransactionIT {

  private static final SchemaName SCHEMA = new SchemaName("outbox_transaction_it");

  private final Outbox outbox = new Outbox(OutboxOptions.DEFAULT.withSchema(SCHEMA));
  private final List<OrganizationId> signaled = new ArrayList<>();
  private final HikariDataSource pool = pool();

  @BeforeAll
  static void migrate() {
    Postgres.migrated(SCHEMA.value());
  }

  @BeforeEach
  void empty() throws SQLException {
    Postgres.execute(SCHEMA.in("TRUNCATE {schema}.outbox_event"));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void commitsThenSignalsEachOrganizationOnce() throws SQLException {
    OutboxTransaction transactions =
        new OutboxTransaction(
            pool,
            outbox,
            organizations -> {
              assertThat(committed()).isEqualTo(4);
              assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
              signaled.addAll(organizations);
            });
    String result =
        transactions.run(
            open -> {
              open.append(event("b"));
              open.appendBatch(List.of(event("a"), event("b"), event("c")));
              assertThat(signaled).isEmpty();
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertThat(signaled).extracting(OrganizationId::value).containsExactly("b", "a", "c");
  }

  @Test
  void whatTheBlockThrowsRollsBackAndComesOut() {
    IOException failure = new IOException("no");
    assertThatThrownBy(
            () ->
                transactions()
                    .run(
                        open -> {
                          open.append(event("a"));
                          throw failure;
                        }))
        .isSameAs(failure)
        .hasNoSuppressedExceptions();
    assertThat(committed()).isZero();
    assertThat(signaled).isEmpty();
  }

  @Test
  void anErrorOfTheBlockRollsBackToo() {
    assertThatThrownBy(
            () ->
                transactions()
                    .run(
                        open -> {
                          open.append(event("a"));
                          throw new StackOverflowError();
                        }))
        .isInstanceOf(StackOverflowError.class);
    assertThat(committed()).isZero();
    assertThat(signaled).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCommitThatWouldBeARollbackIsReported(boolean unwraps) {
    DataSource dataSource = new ConnectionsOf(Postgres.dataSource(), unwraps);
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(
            () ->
                new OutboxTransaction(dataSource, outbox, signaled::addAll)
                    .run(
                        open -> {
                          open.append(event("a"));
                          try {
                            Postgres.execute(open.connection(), "SELECT 1/0");
                          } catch (SQLException swallowed) {
                            return null;
                          }
                          return null;
                        }))
        .extracting(SQLException::getSQLState)
        .isEqualTo("25P02");
    assertThat(committed()).isZero();
    assertThat(signaled).isEmpty();
  }

  @Test
  void aFailureBehindASavepointIsNone() throws SQLException {
    transactions()
        .run(
            open -> {
              open.append(event("a"));
              Savepoint savepoint = open.connection().setSavepoint();
              try {
                Postgres.execute(open.connection(), "SELECT 1/0");
              } catch (SQLException expected) {
                open.connection().rollback(savepoint);
              }
              return null;
            });
    assertThat(committed()).isEqualTo(1);
    assertThat(signaled).hasSize(1);
  }

  @Test
  void aCommitThatFailsSignalsNothing() throws SQLException {
    Postgres.execute(
        """
        CREATE TABLE IF NOT EXISTS outbox_transaction_it.strict (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)
        """);
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(
            () ->
                transactions()
                    .run(
                        open -> {
                          open.append(event("a"));
                          Postgres.execute(
                              open.connection(),
                              "INSERT INTO outbox_transaction_it.strict VALUES (1), (1)");
                          return null;
                        }))
        .extracting(SQLException::getSQLState)
        .isEqualTo("23505");
    assertThat(committed()).isZero();
    assertThat(signaled).isEmpty();
  }

  @Test
  void aSignalThatFailsLeavesTheTransactionCommitted() throws SQLException {
    OutboxTransaction transactions =
        new OutboxTransaction(
            pool,
            outbox,
            organizations -> {
              throw new IllegalStateException("closed");
            });
    EventId id = transactions.run(open -> open.append(event("a")));
    assertThat(id).isNotNull();
    assertThat(committed()).isEqualTo(1);
  }

  @Test
  void aConnectionLostAfterTheCommitLeavesItCommitted() throws SQLException {
    ConnectionsOf dataSource = new ConnectionsOf(Postgres.dataSource(), true).losingAfterCommit();
    new OutboxTransaction(dataSource, outbox, signaled::addAll)
        .run(open -> open.append(event("a")));
    assertThat(committed()).isEqualTo(1);
    assertThat(signaled).hasSize(1);
  }

  @Test
  void nothingAppendedSignalsNothing() throws SQLException {
    transactions().run(open -> open.appendBatch(List.of()));
    assertThat(signaled).isEmpty();
    OutboxTransaction strict =
        new OutboxTransaction(pool, outbox, organizations -> signaled.add(new OrganizationId("x")));
    strict.run(open -> null);
    assertThat(signaled).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void autoCommitIsAsBeforeAndTheConnectionIsBack(boolean autoCommit) throws SQLException {
    try (Connection connection = Postgres.dataSource().getConnection()) {
      connection.setAutoCommit(autoCommit);
      ConnectionsOf one = ConnectionsOf.always(connection);
      OutboxTransaction transactions = new OutboxTransaction(one, outbox, signaled::addAll);
      transactions.run(open -> open.append(event("a")));
      assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
      assertThatThrownBy(
              () ->
                  transactions.run(
                      open -> {
                        throw new IllegalStateException();
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
      assertThat(one.closed()).isEqualTo(2);
    }
  }

  private OutboxTransaction transactions() {
    return new OutboxTransaction(pool, outbox, this::signal);
  }

  private void signal(Collection<OrganizationId> organizations) {
    signaled.addAll(organizations);
  }

  private static int committed() {
    try (Connection connection = Postgres.begin()) {
      return StoredRow.all(connection, SCHEMA).size();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OutboxEvent event(String organization) {
    return OutboxEvent.of(organization, "t", "{}");
  }

  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Postgres.dataSource());
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }
}
