package dev.signalbox.demo;

import dev.signalbox.contract.OrganizationId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The shop's own table: what its transactions are about. */
final class Orders {

  private Orders() {}

  private static final String CREATE =
      """
      CREATE SCHEMA IF NOT EXISTS shop;
      CREATE TABLE IF NOT EXISTS shop.shop_order (
        organization text,
        number integer,
        events integer NOT NULL,
        PRIMARY KEY (organization, number)
      )
      """;

  static void create(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
    }
  }

  /** Locks the order's row until the end of the transaction, so its events commit in order. */
  private static final String ADVANCE =
      """
      INSERT INTO shop.shop_order (organization, number, events)
      VALUES (?, ?, ?)
      ON CONFLICT (organization, number)
      DO UPDATE SET events = shop_order.events + EXCLUDED.events
      RETURNING events
      """;

  /** Counts further events of an order; returns the position of the last of them. */
  static int advance(Connection connection, OrganizationId organization, int number, int events)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
      statement.setString(1, organization.value());
      statement.setInt(2, number);
      statement.setInt(3, events);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
