package dev.signalbox.relay.drain;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random interleavings of producers, slices, kills, zombies and lost signals strand no event. */
class WakeUpProtocolIT {

  private static final int INTERLEAVINGS =
      Integer.getInteger("signalbox.test.interleavings", 10_000);

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  @Test
  void noInterleavingStrandsAnEvent() throws SQLException {
    long seed = Long.getLong("signalbox.test.seed", new Random().nextLong());
    System.out.println(
        "WakeUpProtocolIT: %d interleavings from -Dsignalbox.test.seed=%d"
            .formatted(INTERLEAVINGS, seed));
    GatedDataSource.Stock stock = new GatedDataSource.Stock(SIGNALBOX.database().dataSource());
    for (int i = 0; i < INTERLEAVINGS; i++) {
      SimulatedWorld world = new SimulatedWorld(seed + i, stock, SchemaName.DEFAULT);
      try {
        world.run();
        world.check();
      } catch (AssertionError e) {
        throw new AssertionError("Interleaving of seed " + (seed + i), e);
      }
    }
  }
}
