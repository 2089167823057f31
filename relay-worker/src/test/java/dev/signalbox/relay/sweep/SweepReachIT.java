package dev.signalbox.relay.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As where rows are many and dead and the machine is slow: a statement may take too long. */
class SweepReachIT {

  private static final int ORGANIZATIONS = 50;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final DataSource dataSource = SIGNALBOX.database().dataSource();
  private final Set<OrganizationId> woken = new HashSet<>();

  @BeforeAll
  static void fill() throws SQLException {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)"
              + " SELECT gen_random_uuid(), 'o' || n, 'sweep.test', '{}' FROM generate_series(1, "
              + ORGANIZATIONS
              + ") AS n");
    }
  }

  @ParameterizedTest
  @EnumSource(Reach.class)
  void whereAStatementTakesTooLongShorterOnesGoOn(Reach longest) throws SQLException {
    List<String> tooLong =
        Arrays.stream(Reach.values())
            .filter(reach -> reach.compareTo(longest) < 0)
            .map(reach -> "LIMIT " + reach.headRows() + "\n")
            .toList();

    sweep(SlowStatements.in(dataSource, sql -> tooLong.stream().anyMatch(sql::contains))).sweep();

    assertThat(woken).hasSize(ORGANIZATIONS);
  }

  @Test
  void whereTheShortestTakesTooLongTheSweepFails() {
    Sweep sweep = sweep(SlowStatements.in(dataSource, sql -> true));

    assertThatExceptionOfType(SQLException.class).isThrownBy(sweep::sweep);
  }

  private Sweep sweep(DataSource source) {
    SweepSettings settings = new SweepSettings(Duration.ofHours(1), Duration.ZERO, 1_000);
    return new Sweep(
        new PendingOrganizations(
            source, SchemaName.DEFAULT, settings, LeaseSettings.DEFAULT, Backoff.DEFAULT),
        woken::addAll,
        settings);
  }
}
