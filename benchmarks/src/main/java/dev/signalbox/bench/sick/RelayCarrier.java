package dev.signalbox.bench.sick;

import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** This project, with the times of {@link SickSettings}. */
final class RelayCarrier implements Carrier {

  private static final String ATTEMPTS =
      """
      SELECT coalesce(sum(attempts), 0) FROM signalbox.delivered_event WHERE organization_id = ?
      """;

  private final PostgresDatabase database;
  private final RelayRig rig;

  RelayCarrier(PostgresDatabase database, TemporalService temporal, SvixEmulator svix)
      throws SQLException {
    this.database = database;
    this.rig =
        new RelayRig(
            database, temporal, URI.create(svix.url()), svix.token(), SickSettings.relay());
  }

  @Override
  public void commit(List<Committed> events) throws SQLException {
    rig.appendAndSignal(events.stream().map(Committed::outboxEvent).toList());
  }

  @Override
  public void awaitDelivered() throws SQLException {
    rig.awaitDelivered();
  }

  @Override
  public long attempts(String organization) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(ATTEMPTS)) {
      statement.setString(1, organization);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Override
  public void close() {
    rig.close();
  }
}
