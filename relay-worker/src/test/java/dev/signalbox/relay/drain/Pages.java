package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Binds the statement of a page as the reader does, for tests that look at what it does. */
final class Pages {

  private static final int ROWS = 500;

  private Pages() {}

  static void bind(
      PreparedStatement page,
      OrganizationId organization,
      long after,
      Object[] blockedKeys,
      int scanRows,
      long byteLimit)
      throws SQLException {
    page.setLong(1, byteLimit);
    page.setString(2, organization.value());
    page.setArray(3, page.getConnection().createArrayOf("text", blockedKeys));
    page.setInt(4, RelayContract.PAYLOAD_VERSION);
    page.setString(5, organization.value());
    page.setLong(6, after);
    page.setString(7, organization.value());
    page.setInt(8, scanRows);
    page.setInt(9, ROWS);
    page.setLong(10, byteLimit);
  }
}
