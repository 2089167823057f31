package dev.signalbox.relay.cli;

import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Runs the relay's command line in this process and keeps what it wrote and sent. */
final class CommandRun {

  static final Map<String, String> PRODUCER =
      Map.of("SIGNALBOX_DATABASE_URL", "jdbc:postgresql://db/app");

  final List<OutboxEvent> sent = new ArrayList<>();
  final StringWriter out = new StringWriter();
  final StringWriter error = new StringWriter();
  RelayStarter starter =
      settings -> {
        throw new CommandFailure("TEMPORAL_ADDRESS (%s): down".formatted(settings.temporal()));
      };
  EventSender sender =
      (settings, events) -> {
        sent.addAll(events);
        return IntStream.range(0, events.size())
            .mapToObj(i -> new EventId(new UUID(0, i)))
            .toList();
      };

  int run(Map<String, String> environment, String input, String... arguments) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out, true),
            new PrintWriter(error, true));
    return RelayCommandLine.of(
            terminal, RelayCommandLine.commands(terminal, environment, starter, sender))
        .execute(arguments);
  }
}
