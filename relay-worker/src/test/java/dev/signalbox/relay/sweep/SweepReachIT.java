package dev.signalbox.relay.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** The first one cannot be read; it was drained before, and so were others, without rows. */
  @Test
  void aPlaceThatCannotBeReadIsPassedAndWokenUnseen() throws SQLException {
    lease("o1");
    lease("o30");
    AtomicInteger tooLong = new AtomicInteger(Reach.values().length);

    sweep(SlowStatements.in(dataSource, sql -> isVisit(sql) && tooLong.getAndDecrement() > 0))
        .sweep();

    assertThat(woken).hasSize(ORGANIZATIONS);
  }

  @Test
  void whereNothingCanBeReadWhoWasDrainedIsWoken() throws SQLException {
    lease("o1");
    lease("o30");
    Sweep sweep = sweep(SlowStatements.in(dataSource, SweepReachIT::isVisit));

    sweep.sweep();

    assertThat(woken)
        .containsExactlyInAnyOrder(new OrganizationId("o1"), new OrganizationId("o30"));
  }

  /** Two at once would be lost together where only the second cannot be reached. */
  @Test
  void whoCanBeReadIsNotPassed() {
    assertThat(Reach.SHORTEST.organizations()).isEqualTo(1);
  }

  private static boolean isVisit(String sql) {
    return sql.contains("RECURSIVE visited");
  }

  private void lease(String organization) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "INSERT INTO signalbox.relay_lease"
                    + " (organization_id, token, slice, attempt, finished, suspect, run_id)"
                    + " VALUES (?, 1, 1, 1, true, false, 'run') ON CONFLICT DO NOTHING")) {
      statement.setString(1, organization);
      statement.executeUpdate();
    }
  }

  @Test
  void whereEverythingTakesTooLongTheSweepFails() {
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
