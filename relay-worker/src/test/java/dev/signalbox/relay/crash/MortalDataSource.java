package dev.signalbox.relay.crash;

import static java.util.Objects.requireNonNull;

import dev.signalbox.relay.ConnectionsOnly;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The connections of a process: each statement and each commit is a boundary. */
final class MortalDataSource extends ConnectionsOnly {

  private static final Set<String> STEPS = Set.of("execute", "executeQuery", "executeUpdate");

  private final DataSource origin;
  private final MortalProcess process;
  private final String commit;
  private final Deque<Connection> pool = new ConcurrentLinkedDeque<>();
  private boolean cleared;
  private volatile boolean committed;

  /**
   * Wraps one.
   *
   * @param commit what a commit of this process is called
   */
  MortalDataSource(DataSource origin, MortalProcess process, String commit) {
    this.origin = origin;
    this.process = process;
    this.commit = commit;
  }

  /** Whether the database has committed for this process. */
  boolean hasCommitted() {
    return committed;
  }

  @Override
  public Connection getConnection() throws SQLException {
    process.checkAlive();
    Connection idle = pool.pollFirst();
    Connection connection = idle == null ? process.open(origin.getConnection()) : idle;
    return proxy(
        Connection.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "close" -> {
                process.checkAlive();
                pool.addFirst(connection);
                yield null;
              }
              case "commit" ->
                  process.act(
                      commit,
                      () -> {
                        connection.commit();
                        committed = true;
                        return Optional.empty();
                      });
              case "prepareStatement" ->
                  prepared(
                      (PreparedStatement) requireNonNull(call(connection, method, arguments)),
                      String.valueOf(arguments[0]));
              case "createStatement" ->
                  plain((Statement) requireNonNull(call(connection, method, arguments)));
              default -> call(connection, method, arguments);
            });
  }

  private PreparedStatement prepared(PreparedStatement statement, String sql) {
    return proxy(
        PreparedStatement.class,
        (method, arguments) ->
            STEPS.contains(method.getName())
                ? process.act(
                    boundary(sql), () -> requireNonNull(call(statement, method, arguments)))
                : call(statement, method, arguments));
  }

  private Statement plain(Statement statement) {
    return proxy(
        Statement.class,
        (method, arguments) ->
            STEPS.contains(method.getName())
                ? process.act(
                    boundary(String.valueOf(arguments[0])),
                    () -> requireNonNull(call(statement, method, arguments)))
                : call(statement, method, arguments));
  }

  /** What a slice reads after it has cleared the flag is its second look. */
  private synchronized String boundary(String sql) {
    String boundary = Boundaries.ofStatement(sql);
    cleared = Boundaries.clears(boundary) || (cleared && !boundary.equals(Boundaries.TOKEN));
    return cleared && boundary.equals(Boundaries.READ) ? Boundaries.SECOND_LOOK : boundary;
  }

  private interface Calls {
    @Nullable Object call(Method method, @Nullable Object[] arguments) throws Throwable;
  }

  private <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            MortalDataSource.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                calls.call(method, arguments == null ? new Object[0] : arguments)));
  }

  private @Nullable Object call(Object target, Method method, @Nullable Object[] arguments)
      throws Throwable {
    process.checkAlive();
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
