package dev.signalbox.outbox;

import static java.util.Objects.requireNonNull;

import dev.signalbox.contract.OrganizationId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Runs a block in a transaction of its own and signals every organization that it appended to,
 * after the commit only.
 *
 * <ul>
 *   <li>Before the commit: whatever the block throws rolls back and comes out unchanged.
 *   <li>At the commit: a transaction that PostgreSQL has already given up, because the block caught
 *       the exception of a failed statement, is rolled back and reported: server and driver answer
 *       its COMMIT with a rollback and no error. A connection that is lost during the commit leaves
 *       the outcome unknown, as always; nothing is signaled, and if it was committed the sweep
 *       finds it.
 *   <li>After the commit: the connection is given back, then the organizations are signaled. What
 *       fails from here on does not make a committed transaction look failed.
 * </ul>
 *
 * <p>The data source must hand out connections of its own, not those of an enclosing transaction.
 * Instances are immutable and safe for use by several threads.
 */
public final class OutboxTransaction {

  private static final String IN_FAILED_TRANSACTION = "25P02";

  private final DataSource dataSource;
  private final Outbox outbox;
  private final Consumer<? super Collection<OrganizationId>> afterCommit;

  /**
   * Prepares; connects to nothing yet.
   *
   * @param afterCommit gets the organizations appended to, none twice, and is not called for none;
   *     {@code RelaySignaler::signalRelay} fits
   */
  public OutboxTransaction(
      DataSource dataSource,
      Outbox outbox,
      Consumer<? super Collection<OrganizationId>> afterCommit) {
    this.dataSource = requireNonNull(dataSource, "dataSource");
    this.outbox = requireNonNull(outbox, "outbox");
    this.afterCommit = requireNonNull(afterCommit, "afterCommit");
  }

  /**
   * Runs the block, commits, signals.
   *
   * @return what the block returned
   * @throws SQLException when connecting, committing or the block failed; with SQLState 25P02 when
   *     a statement had failed before, so that the transaction could only be rolled back
   * @throws E as the block throws it
   */
  public <T extends @Nullable Object, E extends Exception> T run(TransactionBody<T, E> body)
      throws SQLException, E {
    Connection connection = dataSource.getConnection();
    OpenTransaction transaction = new OpenTransaction(connection, outbox);
    T result;
    try {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        result = body.run(transaction);
        checkAlive(connection);
        connection.commit();
      } catch (Throwable t) { // whatever it was, the connection must not keep the transaction
        attempt(t, connection::rollback);
        attempt(t, () -> connection.setAutoCommit(autoCommit));
        throw t;
      }
      attempt(null, () -> connection.setAutoCommit(autoCommit));
    } catch (Throwable t) { // as above: the connection goes back
      attempt(t, connection::close);
      throw t;
    }
    attempt(null, connection::close);
    signal(List.copyOf(transaction.organizations()));
    return result;
  }

  private void signal(List<OrganizationId> organizations) {
    if (organizations.isEmpty()) {
      return;
    }
    try {
      afterCommit.accept(organizations);
    } catch (Exception e) {
      // the transaction is committed and the sweep will find its events: no failure of the caller's
    }
  }

  /** Refuses a COMMIT that the server would answer with a rollback. */
  private static void checkAlive(Connection connection) throws SQLException {
    if (connection.isWrapperFor(BaseConnection.class)) {
      if (connection.unwrap(BaseConnection.class).getTransactionState()
          == TransactionState.FAILED) {
        throw new SQLException(
            "Transaction is rolled back: a statement in it failed, so PostgreSQL commits nothing of"
                + " it.",
            IN_FAILED_TRANSACTION);
      }
    } else {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1"); // fails by itself with 25P02
      }
    }
  }

  private static void attempt(@Nullable Throwable cause, Step step) {
    try {
      step.run();
    } catch (SQLException e) {
      if (cause != null) {
        cause.addSuppressed(e);
      }
    }
  }

  private interface Step {
    void run() throws SQLException;
  }
}
