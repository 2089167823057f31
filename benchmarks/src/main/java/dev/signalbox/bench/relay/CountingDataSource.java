package dev.signalbox.bench.relay;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections whose executed statements are counted; what they do is unchanged. */
public final class CountingDataSource extends DelegatingDataSource {

  private static final Set<String> EXECUTE =
      Set.of("execute", "executeQuery", "executeUpdate", "executeLargeUpdate");
  private static final Set<String> EXECUTE_BATCH = Set.of("executeBatch", "executeLargeBatch");

  private final StatementCounter counter;

  /** Counts what goes through the connections of another data source. */
  public CountingDataSource(DataSource target, StatementCounter counter) {
    super(target);
    this.counter = counter;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return proxy(Connection.class, new CountingConnection(super.getConnection()));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            CountingDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** Hands out statements that count. */
  private final class CountingConnection implements InvocationHandler {
    private final Connection target;

    CountingConnection(Connection target) {
      this.target = target;
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      Object result = call(target, method, arguments);
      if (result instanceof CallableStatement statement) {
        return proxy(CallableStatement.class, new CountingStatement(statement));
      }
      if (result instanceof PreparedStatement statement) {
        return proxy(PreparedStatement.class, new CountingStatement(statement));
      }
      return result instanceof Statement statement
          ? proxy(Statement.class, new CountingStatement(statement))
          : result;
    }
  }

  /** Counts as it executes. */
  private final class CountingStatement implements InvocationHandler {
    private final Statement target;
    private long batched;

    CountingStatement(Statement target) {
      this.target = target;
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      String name = method.getName();
      if (name.equals("addBatch")) {
        batched++;
      } else if (EXECUTE.contains(name)) {
        counter.add(1);
      } else if (EXECUTE_BATCH.contains(name)) {
        counter.add(batched);
        batched = 0;
      }
      return call(target, method, arguments);
    }
  }
}
