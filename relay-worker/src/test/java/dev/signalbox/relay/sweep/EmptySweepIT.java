package dev.signalbox.relay.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An outbox is empty nearly always. */
class EmptySweepIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  @Test
  void thatNothingIsPendingIsSeenByOneShortStatement() throws SQLException {
    List<String> asked = new ArrayList<>();
    DataSource listening =
        SlowStatements.in(
            SIGNALBOX.database().dataSource(),
            sql -> {
              asked.add(sql);
              return false;
            });
    PendingOrganizations organizations =
        new PendingOrganizations(
            listening,
            SchemaName.DEFAULT,
            SweepSettings.DEFAULT,
            LeaseSettings.DEFAULT,
            Backoff.DEFAULT);

    Swept swept = new Sweep(organizations, woken -> {}, SweepSettings.DEFAULT).sweep();

    assertThat(swept.woken()).isZero();
    assertThat(asked).singleElement().asString().doesNotContain("RECURSIVE");
  }
}
