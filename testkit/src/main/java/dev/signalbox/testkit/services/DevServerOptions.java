package dev.signalbox.testkit.services;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Temporal's development server is told. By default it looks at its queues 20 times a second,
 * which makes each step wait for about 25 ms.
 */
final class DevServerOptions {

  private static final List<String> DYNAMIC_CONFIG =
      List.of(
          "history.transferProcessorMaxPollRPS=5000",
          "history.timerProcessorMaxPollRPS=5000",
          "history.visibilityProcessorMaxPollRPS=5000",
          "matching.enableFairness=true");

  private DevServerOptions() {}

  /** The arguments after the program's name, for a server in memory with its UI. */
  static List<String> arguments(String ip, int port, int uiPort) {
    Stream<String> listen =
        Stream.of("server", "start-dev", "--ip", ip, "--port", "" + port, "--ui-port", "" + uiPort);
    Stream<String> quiet = Stream.of("--log-level", "error");
    Stream<String> settings =
        DYNAMIC_CONFIG.stream().flatMap(value -> Stream.of("--dynamic-config-value", value));
    return Stream.of(listen, quiet, settings)
        .flatMap(part -> part)
        .collect(Collectors.toUnmodifiableList());
  }
}
