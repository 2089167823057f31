package dev.signalbox.bench.worker;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.migrations.Migrations;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A worker with its outbox. The process ends with this; the database stays. */
public final class WorkerProcess implements AutoCloseable {

  /** {@link OwnFigures#now} and what was counted. */
  static final String COUNT = "count";

  /** {@link OwnFigures#afterCollection} and what was counted. */
  static final String MEASURE = "measure";

  static final String SWEEP = "sweep";

  private final String source;
  private final PostgresDatabase database;
  private final MeasuredProcess process;

  private WorkerProcess(String source, PostgresDatabase database, MeasuredProcess process) {
    this.source = source;
    this.database = database;
    this.process = process;
  }

  /** Where a worker is to be started. */
  public record Site(PostgresDatabase database, TemporalService temporal, URI svix, String token) {

    /** The same, with the tables made. */
    public Site migrated() {
      new Migrations(database.dataSource(), SchemaName.DEFAULT.value()).migrate();
      return this;
    }
  }

  /**
   * Starts one and waits until it takes work.
   *
   * @param options of the JVM
   * @param settings of the worker, by their environment variables, beside those of the site
   */
  public static WorkerProcess start(Site site, List<String> options, Map<String, String> settings)
      throws IOException {
    String source = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("SIGNALBOX_DATABASE_URL", site.database().jdbcUrl());
    environment.put("SIGNALBOX_DATABASE_USER", site.database().user());
    environment.put("SIGNALBOX_DATABASE_PASSWORD", site.database().password());
    environment.put("SIGNALBOX_SOURCE", source);
    environment.put("SIGNALBOX_TASK_QUEUE", source);
    environment.put("SIGNALBOX_LOG_LEVEL", "WARN");
    environment.put("TEMPORAL_ADDRESS", site.temporal().address());
    environment.put("TEMPORAL_NAMESPACE", site.temporal().namespace());
    environment.put("SVIX_SERVER_URL", site.svix().toString());
    environment.put("SVIX_TOKEN", site.token());
    if (site.temporal().isInMemory()) {
      environment.put(WorkerMain.IN_MEMORY, "true");
    }
    return new WorkerProcess(
        source, site.database(), MeasuredProcess.start(WorkerMain.class, options, environment));
  }

  /** Also the name of its task queue. */
  public String source() {
    return source;
  }

  /** The one with its outbox. */
  public PostgresDatabase database() {
    return database;
  }

  /** What it has used and counted since its start. */
  public WorkerFigures count() throws IOException {
    return new WorkerFigures(process.ask(COUNT));
  }

  /** The same with the live heap, after a collection of garbage. */
  public WorkerFigures measure() throws IOException {
    return new WorkerFigures(process.ask(MEASURE));
  }

  /**
   * Lets it sweep, beside its own sweeps.
   *
   * @return the median time in nanoseconds
   * @throws IOException also when a sweep finds somebody
   */
  public double sweep(int times) throws IOException {
    return new WorkerFigures(process.ask("%s %d".formatted(SWEEP, times)))
        .value(MeasuredRelay.SWEEP_NANOS);
  }

  @Override
  public void close() {
    process.close();
  }
}
