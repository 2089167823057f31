package dev.signalbox.relay.cli;

import dev.signalbox.testkit.services.SignalboxExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs operators' commands on the services of a test class, and keeps what the last one wrote. */
final class OperatorRun {

  private final Map<String, String> environment = new HashMap<>();
  private CommandRun last = new CommandRun();

  OperatorRun(SignalboxExtension services) {
    environment.put("SIGNALBOX_DATABASE_URL", services.database().jdbcUrl());
    environment.put("SIGNALBOX_DATABASE_USER", services.database().user());
    environment.put("SIGNALBOX_DATABASE_PASSWORD", services.database().password());
    environment.put("SIGNALBOX_SOURCE", services.name());
    environment.put("SIGNALBOX_TASK_QUEUE", services.name());
    environment.put("TEMPORAL_ADDRESS", services.services().temporal().address());
    environment.put("TEMPORAL_NAMESPACE", services.services().temporal().namespace());
    environment.put("USER", "jane");
  }

  OperatorRun without(String variable) {
    environment.remove(variable);
    return this;
  }

  /** Words are parted by blanks; an underscore in a word stands for one. */
  int run(String line) {
    last = new CommandRun();
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      words.add(word.replace('_', ' '));
    }
    return last.run(environment, "", words.toArray(String[]::new));
  }

  String out() {
    return last.out.toString();
  }

  String error() {
    return last.error.toString();
  }
}
