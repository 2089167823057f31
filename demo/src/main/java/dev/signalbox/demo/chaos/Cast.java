package dev.signalbox.demo.chaos;

import dev.signalbox.relay.cli.CommandFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The processes that are under test: one of producers, some workers. */
final class Cast implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Child producers;
  private final List<Worker> workers;
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("chaos-supervisor").daemon().factory());

  /**
   * Starts them and keeps them running.
   *
   * @param options of their JVMs
   * @param workerCommand of this program
   * @param logs directory of what they say
   */
  Cast(
      Map<String, String> settings,
      List<String> options,
      String workerCommand,
      Path logs,
      Guard guard) {
    this.producers =
        new Child(
            JavaCommand.of("chaos-producer", options),
            settings,
            logs.resolve("producers.log"),
            guard);
    this.workers =
        IntStream.rangeClosed(1, Plan.WORKERS)
            .mapToObj(
                number ->
                    worker(number, settings, JavaCommand.of(workerCommand, options), logs, guard))
            .toList();
    ScheduledFuture<?> supervision =
        supervisor.scheduleWithFixedDelay(
            this::keepAlive, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    assert !supervision.isCancelled();
  }

  Child producers() {
    return producers;
  }

  private static Worker worker(
      int number, Map<String, String> settings, List<String> command, Path logs, Guard guard) {
    Health health = Health.onFreePort();
    Map<String, String> own = new HashMap<>(settings);
    own.put("SIGNALBOX_HEALTH_PORT", Integer.toString(health.port()));
    Path log = logs.resolve("worker-%d.log".formatted(number));
    return new Worker(new Child(command, own, log, guard), health);
  }

  /** Waits for the first ones. */
  void awaitWorkers() throws InterruptedException {
    for (Worker worker : workers) {
      if (!worker.awaitReady(START_LIMIT)) {
        throw new CommandFailure("A worker does not get ready; see its log.");
      }
    }
  }

  Worker worker(int number) {
    return workers.get(number);
  }

  /** Lets each settle what it delivers, and starts none again. */
  void finishWorkers() throws InterruptedException {
    List<Thread> stops =
        workers.stream()
            .map(
                worker ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              worker.process().resume();
                              worker.process().terminate();
                              worker.process().finish(STOP_LIMIT);
                            }))
            .toList();
    for (Thread stop : stops) {
      stop.join();
    }
  }

  @Override
  public void close() {
    supervisor.shutdownNow();
    Stream.concat(Stream.of(producers), workers.stream().map(Worker::process))
        .forEach(Child::close);
  }

  private void keepAlive() {
    producers.keepAlive();
    workers.forEach(worker -> worker.process().keepAlive());
  }
}
