package dev.signalbox.demo.chaos;

import dev.signalbox.relay.cli.CommandFailure;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;

/** Runs this program again as a process of its own, on the same Java and the same classes. */
final class JavaCommand {

  private static final String MAIN = "dev.signalbox.demo.SignalboxMain";

  /** Many short lives: what makes a start quick counts more than what makes a long run fast. */
  private static final List<String> SHORT_LIVED =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private JavaCommand() {}

  static List<String> of(String command, List<String> moreOptions) {
    String java =
        ProcessHandle.current()
            .info()
            .command()
            .orElseThrow(() -> new CommandFailure("The system does not say where Java is."));
    Stream<String> options =
        Stream.concat(
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-Xmx")),
            Stream.concat(SHORT_LIVED.stream(), moreOptions.stream()));
    Stream<String> program = Stream.of("-cp", System.getProperty("java.class.path"), MAIN, command);
    return Stream.of(Stream.of(java), options, program).flatMap(part -> part).toList();
  }
}
