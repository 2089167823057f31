package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;
import java.sql.SQLException;

/**
 * Tells whether an organization needs a signal at all. Half of a protocol: the producer commits,
 * then reads the flag; the drainer clears the flag, then reads the rows once more; so one of the
 * two sees the other. A reading is therefore worth something only if it begins after the commit,
 * and where there is none a signal is sent. Safe for use by several threads.
 */
@FunctionalInterface
interface DrainFlag extends AutoCloseable {

  /** Reads on a connection of its own, in no transaction. */
  Reading read(OrganizationId organization) throws SQLException;

  /** Ends what is under way. */
  @Override
  default void close() {}

  /** What the database said. */
  sealed interface Reading {

    /**
     * A signal is needed.
     *
     * @param databaseId {@code installation.database_id}; empty when it is not known
     */
    record Needed(String databaseId) implements Reading {}

    /** The relay will look at the rows by itself. */
    record Suppressed() implements Reading {}

    /** The schema belongs to another source. */
    record WrongSource(String reason) implements Reading {}
  }
}
