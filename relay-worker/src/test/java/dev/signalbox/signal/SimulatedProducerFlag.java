package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** The producer's own look at the drain flag, for a simulation of the wake-up protocol. */
public final class SimulatedProducerFlag {

  private final DrainFlag flag;

  /** Reads on connections of the given source. */
  public SimulatedProducerFlag(DataSource dataSource) {
    this.flag =
        new PostgresDrainFlag(
            dataSource, SignalerOptions.builder().build(), Duration.ofSeconds(30));
  }

  /** Whether a producer needs no signal. */
  public boolean isSuppressed(OrganizationId organization) throws SQLException {
    return flag.read(organization) instanceof DrainFlag.Reading.Suppressed;
  }
}
