package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SweepIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  @Test
  void wakesWhoHasDueRowsAndNobodyAtWork() throws SQLException {
    DataSource dataSource = SIGNALBOX.database().dataSource();
    SliceBench forgotten = new SliceBench(dataSource, "forgotten");
    forgotten.append(2);
    SliceBench died = new SliceBench(dataSource, "drainer died");
    died.append(1);
    lease(died, "now() - interval '1 second'", "NULL");
    SliceBench drained = new SliceBench(dataSource, "being drained");
    drained.append(1);
    lease(drained, "now() + interval '10 seconds'", "NULL");
    SliceBench held = new SliceBench(dataSource, "held");
    held.append(1);
    lease(held, "NULL", "'infinity'");
    SliceBench waiting = new SliceBench(dataSource, "waiting");
    waiting.append(1);
    waiting.update(
        "UPDATE signalbox.outbox_event SET next_attempt_at = now() + interval '1 hour'"
            + " WHERE organization_id = ?",
        "waiting");
    SliceBench newer = new SliceBench(dataSource, "written by a newer producer");
    newer.append(1);
    newer.update(
        "UPDATE signalbox.outbox_event SET payload_version = 2 WHERE organization_id = ?",
        "written by a newer producer");
    forgotten.update(
        "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
            + " VALUES (gen_random_uuid(), ?, 'written.by.hand', '{}')",
        "\n");
    List<OrganizationId> woken = new ArrayList<>();
    DrainSliceComponent relay =
        DaggerDrainSliceComponent.factory()
            .create(
                dataSource,
                SchemaName.DEFAULT,
                new FakeDestination(),
                woken::addAll,
                Runnable::run,
                SliceBench.settings(Duration.ZERO, 10, 1000, SliceBench.LATER));

    assertThat(relay.sweep().sweep()).isEqualTo(2);

    assertThat(woken).containsExactlyInAnyOrder(forgotten.organization, died.organization);
  }

  private static void lease(SliceBench bench, String drainingUntil, String quietUntil)
      throws SQLException {
    bench.update(
        "INSERT INTO signalbox.relay_lease (organization_id, token, slice, attempt, finished,"
            + " suspect, draining_until, quiet_until, run_id) VALUES (?, 1, 1, 1, false, false, "
            + drainingUntil
            + ", "
            + quietUntil
            + ", 'run')",
        bench.organization.value());
  }
}
