package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliverySettings;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.relay.sweep.SweepSettings;
import dev.signalbox.relay.wake.Wakes;
import dev.signalbox.relay.watch.WatchSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One organization of its own on a real database, and the relay's slices on it. */
final class SliceBench {

  static final Backoff LATER = new Backoff(Duration.ofHours(1), Duration.ofHours(1));

  final OrganizationId organization;
  private final DataSource dataSource;

  SliceBench(DataSource dataSource) {
    this(dataSource, "o-" + UUID.randomUUID());
  }

  SliceBench(DataSource dataSource, String organization) {
    this.dataSource = dataSource;
    this.organization = new OrganizationId(organization);
  }

  /** Small batches, no linger, refused events due again in an hour or less. */
  static StepSettings settings(Duration linger, int batchRows, long batchBytes, Backoff backoff) {
    return new StepSettings(
        LeaseSettings.DEFAULT,
        OrganizationSettings.DEFAULT,
        new DrainSettings(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            linger,
            batchRows,
            40,
            batchBytes,
            128 << 20,
            8),
        DeliverySettings.DEFAULT,
        backoff,
        WatchSettings.DEFAULT,
        new SweepSettings(Duration.ofHours(1), Duration.ZERO, 100));
  }

  /** No linger, and slices of this time. */
  static StepSettings settings(Duration sliceTime) {
    return new StepSettings(
        LeaseSettings.DEFAULT,
        OrganizationSettings.DEFAULT,
        new DrainSettings(sliceTime, sliceTime, Duration.ZERO, 10, 40, 4 << 20, 128 << 20, 8),
        DeliverySettings.DEFAULT,
        LATER,
        RetryLimits.DEFAULT,
        WatchSettings.DEFAULT,
        new SweepSettings(Duration.ofHours(1), Duration.ZERO, 100));
  }

  /** Refused events are due again in a millisecond, and these limits hold. */
  static StepSettings settings(RetryLimits limits) {
    StepSettings usual =
        settings(
            Duration.ZERO, 10, 4 << 20, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
    return new StepSettings(
        usual.lease(),
        usual.organization(),
        usual.drain(),
        usual.delivery(),
        usual.backoff(),
        limits,
        usual.watch(),
        usual.sweep());
  }

  DrainSliceComponent relay(Destination destination) {
    return relay(destination, settings(Duration.ZERO, 10, 4 << 20, LATER));
  }

  DrainSliceComponent relay(Destination destination, StepSettings settings) {
    return DaggerDrainSliceComponent.factory()
        .create(
            dataSource,
            SchemaName.DEFAULT,
            destination,
            organizations -> {},
            settlement -> Thread.ofVirtual().start(settlement),
            System::nanoTime,
            settings);
  }

  /** What Temporal calls, for the outbox "here". */
  static SliceActivityImpl activity(DrainSliceComponent relay) {
    return activity(relay, organizations -> {}, InstantSource.system());
  }

  static SliceActivityImpl activity(DrainSliceComponent relay, Wakes wakes, InstantSource clock) {
    return new SliceActivityImpl(
        relay.slice(),
        new Installation(Source.DEFAULT, "here"),
        wakes,
        new Heartbeats(step -> Thread.ofVirtual().start(step), clock));
  }

  /** What the workflow asks of it. */
  SliceRequest request() {
    return new SliceRequest(Source.DEFAULT.value(), organization.value(), "here", 1, false, 0);
  }

  SliceResult drain(DrainSliceComponent relay, String run, long slice, int attempt)
      throws Exception {
    return drain(relay, run, slice, attempt, 0);
  }

  SliceResult drain(DrainSliceComponent relay, String run, long slice, int attempt, int setbacks)
      throws Exception {
    return relay
        .slice()
        .drain(
            new SliceRequest("default", organization.value(), "", slice, false, setbacks),
            new Holder(run, slice, attempt),
            () -> true);
  }

  /** A slice that follows one whose time was over. */
  SliceResult drainOn(DrainSliceComponent relay, String run, long slice) throws Exception {
    return relay
        .slice()
        .drain(
            new SliceRequest("default", organization.value(), "", slice, true, 0),
            new Holder(run, slice, 1),
            () -> true);
  }

  /** Drains by as many slices as it takes; returns the last result. */
  SliceResult drainAll(DrainSliceComponent relay) throws Exception {
    String run = "run-" + UUID.randomUUID();
    SliceResult result = drain(relay, run, 1, 1);
    for (int slice = 2; result.more(); slice++) {
      result = drain(relay, run, slice, 1);
    }
    return result;
  }

  UUID append(@Nullable String orderingKey, String payload) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return append(connection, orderingKey, payload);
    }
  }

  UUID append(Connection connection, @Nullable String orderingKey, String payload)
      throws SQLException {
    UUID id = UUID.randomUUID();
    update(
        connection,
        "INSERT INTO signalbox.outbox_event"
            + " (event_id, organization_id, event_type, ordering_key, payload)"
            + " VALUES (?, ?, 'bench.made', ?, ?)",
        id,
        organization.value(),
        orderingKey,
        payload);
    return id;
  }

  List<UUID> append(int events) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      ids.add(append(null, "{\"n\":" + i + "}"));
    }
    return ids;
  }

  long pending() throws SQLException {
    return number("SELECT count(*) FROM signalbox.outbox_event WHERE organization_id = ?");
  }

  long logged() throws SQLException {
    return number("SELECT count(*) FROM signalbox.delivered_event WHERE organization_id = ?");
  }

  /** A number that a statement with the organization as its one parameter returns. */
  long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  /** The first column of the first row; "null" and "none" where there is no value or no row. */
  String text(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, organization.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? String.valueOf(row.getString(1)) : "none";
      }
    }
  }

  void update(String sql, @Nullable Object... parameters) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      update(connection, sql, parameters);
    }
  }

  private static void update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }
}
