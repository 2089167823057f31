package dev.signalbox.bench.cost;

import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import dev.signalbox.testkit.svix.SvixEmulator;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;

/** This project as it is deployed. */
final class SignalboxRelayer implements Relayer {

  private final SvixEmulator svix;
  private final RelayRig rig;

  SignalboxRelayer(PostgresDatabase database, TemporalService temporal) throws SQLException {
    this.svix = SvixEmulator.start();
    try {
      this.rig =
          new RelayRig(
              database, temporal, URI.create(svix.url()), svix.token(), StepSettings.DEFAULT);
    } catch (SQLException | RuntimeException e) {
      svix.close();
      throw e;
    }
  }

  @Override
  public void commit(List<OutboxEvent> events) throws SQLException {
    rig.appendAndSignal(events);
  }

  @Override
  public HistoryTally awaitRest(int events, List<String> organizations) throws SQLException {
    rig.awaitDelivered();
    organizations.forEach(rig::awaitRest);
    Relayer.check(events, svix.ledger().messageCount());
    return HistoryTally.of(rig.client(), rig.runs()).withHeartbeats(rig.heartbeats());
  }

  @Override
  public void close() {
    rig.close();
    svix.close();
  }
}
