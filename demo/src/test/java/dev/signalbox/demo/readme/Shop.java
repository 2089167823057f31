package dev.signalbox.demo.readme;

import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

// region first
final class Shop {
  private final OutboxTransaction transactions;

  Shop(OutboxTransaction transactions) {
    this.transactions = transactions;
  }

  void placeOrder(String tenant, String order) throws SQLException {
    transactions.run(
        transaction -> {
          insertOrder(transaction.connection(), tenant, order); // the shop's own statements
          String payload = "{\"order\":\"%s\"}".formatted(order);
          return transaction.append(
              OutboxEvent.of(tenant, "order.placed", payload).withOrderingKey(order));
        }); // committed, connection given back, relay of the tenant signaled
  }

  // endregion

  private static void insertOrder(Connection connection, String tenant, String order)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO shop_order (tenant, number) VALUES (?, ?)")) {
      statement.setString(1, tenant);
      statement.setString(2, order);
      statement.executeUpdate();
    }
  }
}
