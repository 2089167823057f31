package dev.signalbox.testkit.services;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Temporal's development server is told. By default it looks at its queues 20 times a second,
 * which makes each step wait for about 25 ms, and hands no activity out with the answer that
 * schedules it.
 */
final class DevServerOptions {

  private static final List<String> DYNAMIC_CONFIG =
      List.of(
          "history.transferProcessorMaxPollRPS=5000",
          "history.timerProcessorMaxPollRPS=5000",
          "history.visibilityProcessorMaxPollRPS=5000",
          "matching.enableFairness=true",
          "system.enableActivityEagerExecution=true");

  private DevServerOptions() {}

  /** The arguments after the program's name, for a server in memory with its UI. */
  static List<String> arguments(String ip, int port, int uiPort) {
    return arguments(ip, port, "--ui-port", "" + uiPort);
  }

  /** The same for a server without UI that keeps everything in a file. */
  static List<String> onDisk(String ip, int port, Path file) {
    return arguments(ip, port, "--headless", "--db-filename", file.toString());
  }

  private static List<String> arguments(String ip, int port, String... more) {
    Stream<String> listen =
        Stream.concat(
            Stream.of("server", "start-dev", "--ip", ip, "--port", "" + port), Stream.of(more));
    Stream<String> quiet = Stream.of("--log-level", "error");
    Stream<String> settings =
        DYNAMIC_CONFIG.stream().flatMap(value -> Stream.of("--dynamic-config-value", value));
    return Stream.of(listen, quiet, settings)
        .flatMap(part -> part)
        .collect(Collectors.toUnmodifiableList());
  }
}
