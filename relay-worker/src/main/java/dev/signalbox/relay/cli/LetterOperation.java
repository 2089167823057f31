package dev.signalbox.relay.cli;

import dev.signalbox.relay.config.ProducerSettings;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.operation.Attribution;
import dev.signalbox.relay.redrive.DeadLetters;
import dev.signalbox.relay.redrive.LetterSelection;
import dev.signalbox.relay.redrive.OperationCourse;
import dev.signalbox.relay.redrive.OperationInput;
import dev.signalbox.relay.redrive.OperationKind;
import dev.signalbox.relay.redrive.OperationProgress;
import io.temporal.client.WorkflowFailedException;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What redrive and discard have in common: the selection, and how the operation is started. */
final class LetterOperation {

  private static final Pattern RATE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(?:/s)?");

  @Mixin LetterOptions letters = new LetterOptions();
  @Mixin ActorOptions actor = new ActorOptions();

  @Option(names = "--all", description = "Every dead letter; needed where nothing limits them.")
  boolean all;

  @Option(names = "--dry-run", description = "Only count what would be touched.")
  boolean dryRun;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "Letters a second, at most; by default as fast as it goes.")
  @Nullable String rate;

  @Option(names = "--wait", description = "Return when it has ended; 1 unless it is done.")
  boolean wait;

  int run(Operator operator, OperationKind kind) {
    LetterSelection selection = letters.selection();
    if (selection.selectsEverything() != all) {
      throw new WrongUse(
          all
              ? "--all and a criterion exclude each other."
              : "Nothing limits the dead letters that are meant; --all means every one.");
    }
    double perSecond = perSecond();
    if (dryRun) {
      CountLettersCommand.print(operator, selection, false);
      return ExitCodes.DONE;
    }
    return start(operator, kind, selection, actor.attribution(operator), perSecond);
  }

  private int start(
      Operator operator,
      OperationKind kind,
      LetterSelection selection,
      Attribution by,
      double perSecond) {
    ProducerSettings settings = operator.settings();
    Installation installation = operator.installation(settings);
    long selected =
        operator.outbox(
            (dataSource, schema) -> new DeadLetters(dataSource, schema).total(selection));
    UUID id = UUID.randomUUID();
    OperationInput input =
        new OperationInput(
            installation.source().value(),
            installation.databaseId(),
            id.toString(),
            kind.word(),
            selection,
            by.actor(),
            by.reason(),
            selected,
            perSecond,
            OperationCourse.START);
    return operator.operations(
        settings,
        client -> {
          client.start(input);
          operator.terminal().out().printf("%s%n", id);
          operator
              .terminal()
              .error()
              .printf("The %s of %d dead letters has begun.%n", kind.word(), selected);
          return wait ? end(operator, () -> client.await(id)) : ExitCodes.DONE;
        });
  }

  private static int end(Operator operator, Supplier<OperationProgress> await) {
    try {
      OperationProgress progress = await.get();
      operator
          .terminal()
          .error()
          .printf("It is %s: %d dead letters.%n", progress.state(), progress.affected());
      return ExitCodes.DONE;
    } catch (WorkflowFailedException e) {
      throw new CommandFailure("The operation did not end well", e);
    }
  }

  private double perSecond() {
    if (rate == null) {
      return 0;
    }
    Matcher matcher = RATE.matcher(rate);
    double number = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
    if (number < 0.001) {
      throw new WrongUse(
          "--rate is \"%s\", which is no rate such as 50/s or 0.5/s.".formatted(rate));
    }
    return number;
  }
}
