package dev.signalbox.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Leaves the terminal to the demo: warnings alone, unless the environment sets a level. */
final class QuietLog {

  private static final String SETTING = "SIGNALBOX_LOG_LEVEL";

  private QuietLog() {}

  static void apply(Map<String, String> environment) {
    if (environment.getOrDefault(SETTING, "").isBlank()) {
      set("dev.signalbox", Level.WARN);
      // what it reports is told as the reason why another kind of service was taken
      set("com.github.dockerjava", Level.OFF);
      set("org.testcontainers", Level.OFF);
      // of a server that lacks what nobody uses here
      set("io.temporal.internal.worker.HeartbeatManager", Level.ERROR);
    }
  }

  private static void set(String name, Level level) {
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}
