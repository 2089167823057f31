package dev.signalbox.bench.append;

import dev.signalbox.bench.append.AppendCourse.Load;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Opens everybody who appends, and remembers who cannot. */
final class AppendContenders {

  static final String OURS = "signalbox";
  static final String ONE_BY_ONE = "signalbox one by one";

  private static final List<String> FLOOR_TABLES = List.of("bench.floor_event");
  private static final List<String> OUTBOX_TABLES = List.of("signalbox.outbox_event");

  private final AppendStage stage;
  private final Load load;
  private final List<Contender> contenders = new ArrayList<>();
  private final List<String> notMeasured = new ArrayList<>();

  AppendContenders(AppendStage stage, Load load) {
    this.stage = stage;
    this.load = load;
  }

  List<Contender> contenders() {
    return contenders;
  }

  List<String> notMeasured() {
    return notMeasured;
  }

  AppendContenders businessAlone() {
    return jdbc(
        "business insert alone", Role.REFERENCE, List.of(), "", (connection, messages) -> {});
  }

  AppendContenders rawInsert() {
    return jdbc("raw INSERT", Role.FLOOR, FLOOR_TABLES, "", RawAppends::insert);
  }

  AppendContenders rawUnnest() {
    return jdbc("raw unnest", Role.FLOOR, FLOOR_TABLES, "", RawAppends::unnest);
  }

  AppendContenders rawCopy() {
    return jdbc("raw COPY text", Role.FLOOR, FLOOR_TABLES, "", RawAppends::copy);
  }

  AppendContenders rawBatches() {
    jdbc("JDBC batch", Role.REFERENCE, FLOOR_TABLES, "", RawAppends::batch);
    return jdbc(
        "JDBC batch, rewritten",
        Role.REFERENCE,
        FLOOR_TABLES,
        "reWriteBatchedInserts=true",
        RawAppends::batch);
  }

  AppendContenders ours() {
    Outbox outbox = new Outbox();
    return jdbc(
        OURS,
        Role.OURS,
        OUTBOX_TABLES,
        "",
        (connection, messages) ->
            outbox.appendBatch(
                connection, messages.stream().map(AppendContenders::event).toList()));
  }

  AppendContenders oursOneByOne() {
    Outbox outbox = new Outbox();
    return jdbc(
        ONE_BY_ONE,
        Role.REFERENCE,
        OUTBOX_TABLES,
        "",
        (connection, messages) -> {
          for (Message message : messages) {
            outbox.append(connection, event(message));
          }
        });
  }

  AppendContenders peers() {
    peer(
        "gruelbox transaction-outbox",
        () -> new GruelboxAppender(stage.connections(load.connections(), "")),
        Map.of(
            "version", "4.2.268",
            "dialect", "POSTGRESQL_9",
            "serializer", "default JSON",
            "submitter", "drops what comes after the commit"));
    peer(
        "db-scheduler",
        () -> new DbSchedulerAppender(stage.connections(load.connections(), "")),
        Map.of(
            "version", "16.12.0",
            "serializer", "JacksonSerializer",
            "call", "schedule for one, scheduleBatch for more",
            "transaction", "TransactionAwareDataSourceProxy"));
    peer(
        "namastack-outbox",
        () -> new NamastackAppender(stage.connections(load.connections() + 2, "")),
        Map.of("version", "1.6.0 (JDBC)", "properties", NamastackAppender.PROPERTIES.toString()));
    peer(
        "Spring Modulith",
        () -> new ModulithAppender(stage.connections(load.connections() + 2, "")),
        Map.of(
            "version", "2.1.1 (JDBC registry)",
            "properties", ModulithAppender.PROPERTIES.toString(),
            "listener", "one, asynchronous, dropped"));
    return this;
  }

  private AppendContenders jdbc(
      String name,
      Role role,
      List<String> tables,
      String driverParameters,
      JdbcAppender.JdbcAppend append) {
    Appender appender =
        new JdbcAppender(stage.connections(load.connections(), driverParameters), tables, append);
    return add(
        name,
        role,
        appender,
        driverParameters.isEmpty() ? Map.of() : Map.of("driver", driverParameters));
  }

  /** A peer that does not start is left out, with its reason. */
  private void peer(String name, Supplier<Appender> opening, Map<String, String> settings) {
    try {
      Appender appender = opening.get();
      add(name, Role.PEER, appender, settings);
    } catch (RuntimeException e) { // whatever the peer throws
      notMeasured.add("%s: it does not start: %s".formatted(name, e));
    }
  }

  private AppendContenders add(
      String name, Role role, Appender appender, Map<String, String> settings) {
    contenders.add(new Contender(name, role, settings, new AppendCourse(stage, appender, load)));
    return this;
  }

  private static OutboxEvent event(Message message) {
    return OutboxEvent.of(message.organization(), message.type(), message.payload());
  }

  /** One transaction with nothing but the appends. */
  static void nothing(Connection connection) throws SQLException {}
}
