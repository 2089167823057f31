package dev.signalbox.demo.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

// region test
class ShopIT {
  @RegisterExtension
  static final SignalboxExtension signalbox = SignalboxExtension.migrated("signalbox");

  private final Shop shop =
      new Shop(
          new OutboxTransaction(
              signalbox.database().dataSource(), new Outbox(), organizations -> {}));

  @Test
  void aPlacedOrderIsInTheOutbox() throws SQLException {
    shop.placeOrder("acme", "o-1");
    assertThat(payloads("acme")).isEqualTo("{\"order\":\"o-1\"}");
  }

  // endregion

  @BeforeAll
  static void createTable() throws SQLException {
    try (Connection connection = signalbox.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE shop_order (tenant text, number text)");
    }
  }

  private static String payloads(String tenant) throws SQLException {
    try (Connection connection = signalbox.database().dataSource().getConnection();
        var statement =
            connection.prepareStatement(
                """
                SELECT string_agg(payload, ', ' ORDER BY id)
                FROM signalbox.outbox_event
                WHERE organization_id = ?
                """)) {
      statement.setString(1, tenant);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
