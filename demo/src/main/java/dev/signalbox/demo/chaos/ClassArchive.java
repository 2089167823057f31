package dev.signalbox.demo.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the JVM has learnt of the worker's classes in one start: the next ones take half the time,
 * and a worker that is killed every few seconds gets to work in between.
 */
final class ClassArchive {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private ClassArchive() {}

  /**
   * Starts a worker once and stops it.
   *
   * @return options for the processes to come; where no archive came of it, they go without
   */
  static List<String> record(
      Map<String, String> settings, String workerCommand, Path directory, Guard guard)
      throws InterruptedException {
    Path archive = directory.resolve("classes.jsa");
    Health health = Health.onFreePort();
    Map<String, String> own = new HashMap<>(settings);
    own.put("SIGNALBOX_HEALTH_PORT", Integer.toString(health.port()));
    List<String> command =
        JavaCommand.of(workerCommand, List.of("-XX:ArchiveClassesAtExit=" + archive));
    try (Child process = new Child(command, own, directory.resolve("first-worker.log"), guard)) {
      process.keepAlive();
      if (new Worker(process, health).awaitReady(START_LIMIT)) {
        process.terminate();
      }
      process.finish(STOP_LIMIT);
    }
    return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }
}
