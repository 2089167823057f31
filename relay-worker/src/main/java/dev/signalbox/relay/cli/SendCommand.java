package dev.signalbox.relay.cli;

import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.InvalidEventException;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxSchemaException;
import dev.signalbox.relay.config.Configuration;
import dev.signalbox.relay.config.ProducerSettings;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox send}. */
@Command(
    name = "send",
    description = {
      "Append one event, or a batch, in a transaction of its own; then signal the relay.",
      "Prints the id of each event."
    })
final class SendCommand implements Callable<Integer> {

  private static final int SHOWN_PROBLEMS = 10;

  /** One event by options, or a batch. */
  static final class What {
    @ArgGroup(exclusive = false)
    @Nullable Single single;

    @Option(
        names = "--batch",
        required = true,
        description = {
          "The input holds an event a line:",
          "{\"organization\":\"o\",\"type\":\"t\",\"payload\":{…}}",
          "and, optionally, \"key\", \"channels\", \"id\"."
        })
    boolean batch;
  }

  /** One event; its payload is the input. */
  static final class Single {
    @Option(
        names = "--org",
        required = true,
        paramLabel = "ID",
        description = "Organization that the event belongs to.")
    String organization = "";

    @Option(
        names = "--type",
        required = true,
        paramLabel = "TYPE",
        description = "Event type, for example order.created.")
    String type = "";

    @Option(
        names = "--key",
        paramLabel = "K",
        description = "Ordering key: events of one key arrive in order.")
    @Nullable String key;

    @Option(names = "--channel", paramLabel = "C", description = "Svix channel; may be repeated.")
    List<String> channels = List.of();

    OutboxEvent event(String payload) {
      OutboxEvent event = OutboxEvent.of(organization, type, payload).withChannels(channels);
      return key == null ? event : event.withOrderingKey(key);
    }
  }

  @ArgGroup(multiplicity = "1")
  What what = new What();

  @Option(
      names = "--file",
      paramLabel = "F",
      defaultValue = "-",
      description = "The payload, or the batch; - (the default) reads standard input.")
  String file = "-";

  private final Map<String, String> environment;
  private final Terminal terminal;
  private final EventSender sender;

  SendCommand(Map<String, String> environment, Terminal terminal, EventSender sender) {
    this.environment = environment;
    this.terminal = terminal;
    this.sender = sender;
  }

  @Override
  public Integer call() {
    ProducerSettings settings = new Configuration(environment).producer();
    Input input = Input.read(file, terminal.in());
    List<NumberedEvent> events = events(input);
    send(settings, input, events).forEach(terminal.out()::println);
    return ExitCodes.DONE;
  }

  private List<EventId> send(ProducerSettings settings, Input input, List<NumberedEvent> events) {
    try {
      return sender.send(settings, events.stream().map(NumberedEvent::event).toList());
    } catch (InvalidEventException e) {
      throw new CommandFailure("%s: %s Nothing was sent.".formatted(input, problems(e, events)));
    } catch (OutboxSchemaException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      throw new CommandFailure(
          "SIGNALBOX_DATABASE_URL (%s)".formatted(settings.database().address()), e);
    }
  }

  private static String problems(InvalidEventException refusal, List<NumberedEvent> events) {
    return refusal.problems().stream()
        .limit(SHOWN_PROBLEMS)
        .map(problem -> events.get(problem.index()).place() + problem.message())
        .collect(Collectors.joining(" "));
  }

  private List<NumberedEvent> events(Input input) {
    Single single = what.single;
    return single == null
        ? EventLines.parse(input.name(), input.text())
        : List.of(new NumberedEvent(0, single.event(input.text())));
  }
}
