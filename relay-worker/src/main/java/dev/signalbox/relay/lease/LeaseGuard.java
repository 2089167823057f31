package dev.signalbox.relay.lease;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The condition that makes a statement depend on the lease. It belongs on an update of the lease
 * row, never on a plain read of it: the update waits for whoever is taking the lease and then sees
 * the new token, where a read would still see the old one.
 */
public final class LeaseGuard {

  /** Five parameters, see {@link #bind}. */
  public static final String HELD =
      "organization_id = ? AND token = ? AND run_id = ? AND slice = ? AND attempt = ?";

  private LeaseGuard() {}

  /**
   * Binds {@link #HELD}.
   *
   * @param first index of its first parameter
   * @return the index after its last
   */
  public static int bind(PreparedStatement statement, int first, Lease lease) throws SQLException {
    statement.setString(first, lease.organization().value());
    statement.setLong(first + 1, lease.token());
    statement.setString(first + 2, lease.holder().runId());
    statement.setLong(first + 3, lease.holder().slice());
    statement.setInt(first + 4, lease.holder().attempt());
    return first + 5;
  }
}
