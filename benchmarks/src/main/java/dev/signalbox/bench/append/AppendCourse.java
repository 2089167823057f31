package dev.signalbox.bench.append;

import dev.signalbox.bench.harness.Course;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs transactions of one appender as fast as they go, over some connections. */
final class AppendCourse implements Course {

  static final String TRANSACTION_TIME = "µs/transaction";
  static final String TRANSACTION_WAL = "WAL bytes/transaction";
  static final String ROWS = "rows/s";
  static final String ROW_WAL = "WAL bytes/event";
  static final String CLIENT_TIME = "client CPU µs/event";

  private final AppendStage stage;
  private final Appender appender;
  private final Load load;

  /**
   * What is to be done in a round.
   *
   * @param connections that work side by side
   * @param lots the messages of each transaction of one connection
   * @param besides what the transaction does besides appending
   */
  record Load(int connections, List<List<Message>> lots, Work besides) {

    long transactions() {
      return (long) connections * lots.size();
    }

    long events() {
      return connections * lots.stream().mapToLong(List::size).sum();
    }
  }

  AppendCourse(AppendStage stage, Appender appender, Load load) {
    this.stage = stage;
    this.appender = appender;
    this.load = load;
  }

  Appender appender() {
    return appender;
  }

  @Override
  public void prepare() throws Exception {
    stage.freshen(appender.tables());
  }

  @Override
  public Map<String, Double> run() throws Exception {
    long wal = stage.walPosition();
    long cpu = cpuNanos();
    long start = System.nanoTime();
    work();
    double micros = (System.nanoTime() - start) / 1000.0;
    double cpuMicros = (cpuNanos() - cpu) / 1000.0;
    double walBytes = stage.walPosition() - wal;
    check();
    Map<String, Double> figures = new HashMap<>();
    figures.put(TRANSACTION_TIME, micros / load.transactions());
    figures.put(TRANSACTION_WAL, walBytes / load.transactions());
    if (load.events() > 0) {
      figures.put(ROWS, load.events() / micros * 1_000_000);
      figures.put(ROW_WAL, walBytes / load.events());
      figures.put(CLIENT_TIME, cpuMicros / load.events());
    }
    return figures;
  }

  private void work() throws Exception {
    if (load.connections() == 1) {
      workThroughLots();
      return;
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(load.connections())) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < load.connections(); i++) {
        workers.add(
            threads.submit(
                () -> {
                  workThroughLots();
                  return null;
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void workThroughLots() throws Exception {
    for (List<Message> lot : load.lots()) {
      appender.transaction(lot, load.besides());
    }
  }

  /** Who stored less than it was given has not done the work. */
  private void check() throws Exception {
    if (appender.tables().isEmpty()) {
      return;
    }
    long rows = stage.rows(appender.tables().get(0));
    if (rows != load.events()) {
      throw new IllegalStateException("%d of %d rows are there.".formatted(rows, load.events()));
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  @Override
  public void close() {
    appender.close();
  }
}
