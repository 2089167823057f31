package dev.signalbox.relay.settle;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.lease.LeaseSettings;
import javax.sql.DataSource;

/** Settlers for tests of other packages. */
public final class Settlers {

  private Settlers() {}

  /** One that settles by the connections of {@code dataSource}. */
  public static Settler on(DataSource dataSource) {
    return new Settler(
        dataSource,
        SchemaName.DEFAULT,
        LeaseSettings.DEFAULT,
        new DeliveredPartitions(dataSource, SchemaName.DEFAULT));
  }
}
