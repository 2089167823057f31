package dev.signalbox.outbox;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What runs inside an {@link OutboxTransaction}.
 *
 * @param <T> what it returns
 * @param <E> what it may throw besides {@link SQLException}
 */
@FunctionalInterface
public interface TransactionBody<T extends @Nullable Object, E extends Exception> {

  /** Does the work; returning normally asks for the commit. */
  T run(OpenTransaction transaction) throws SQLException, E;
}
