package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.deliver.Share;
import dev.signalbox.relay.lease.Claim;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.organization.Disposition.Deliver;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the row of an organization says of its share is what its next slice gets. */
class OrganizationRowIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private SliceBench bench;
  private DrainSliceComponent relay;

  @BeforeEach
  void start() throws SQLException {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
    relay = bench.relay(new FakeDestination());
    bench.update(
        "INSERT INTO signalbox.organization (organization_id) VALUES (?)",
        bench.organization.value());
  }

  @Test
  void itsLimitAndItsWeightAreTheUsualOnesWhereItSaysNothing() throws Exception {
    int usual = OrganizationSettings.DEFAULT.inFlightLimit();
    assertThat(share()).isEqualTo(new Share(usual, 1));
    bench.append(1);
    assertThat(bench.drain(relay, "run", 1, 1).weight()).isEqualTo(1);
  }

  @Test
  void itsLimitAndItsWeightAreWhatItSays() throws Exception {
    bench.update(
        "UPDATE signalbox.organization SET in_flight_limit = 3, weight = 2.5"
            + " WHERE organization_id = ?",
        bench.organization.value());
    assertThat(share()).isEqualTo(new Share(3, 2.5));
    bench.append(1);
    assertThat(bench.drain(relay, "run", 1, 1).weight()).isEqualTo(2.5);
  }

  private Share share() throws SQLException {
    Claim claim = relay.leases().take(bench.organization, new Holder("other", 1, 1)).orElseThrow();
    relay.leases().finish(claim.lease());
    return ((Deliver) claim.disposition()).share();
  }
}
