package dev.signalbox.relay.redrive;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.WorkflowHistoryLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The operations whose histories are kept, each with the script that made it. */
enum RecordedOperation {
  OPERATION_AT_FULL_SPEED(0) {
    @Override
    void script(ScriptedLetters letters) {
      letters.thenMove(100).thenMove(7);
    }
  },
  OPERATION_AT_A_RATE(20) {
    @Override
    void script(ScriptedLetters letters) {
      letters.thenMove(20).thenMove(20);
    }
  },
  OPERATION_FAILED(0) {
    @Override
    void script(ScriptedLetters letters) {
      letters
          .thenMove(1)
          .then(
              () -> {
                throw ApplicationFailure.newNonRetryableFailure("Another outbox.", "Mismatch");
              });
    }
  },
  OPERATION_CANCELLED(0.001) {
    @Override
    void script(ScriptedLetters letters) {
      letters.thenMove(1).thenMove(1);
    }

    @Override
    void run(OperationServer server) {
      server.start(perSecond());
      server.awaitAffected(1);
      server.client().cancel(OperationServer.OPERATION);
    }
  };

  private final double perSecond;

  RecordedOperation(double perSecond) {
    this.perSecond = perSecond;
  }

  double perSecond() {
    return perSecond;
  }

  abstract void script(ScriptedLetters letters);

  void run(OperationServer server) {
    server.start(perSecond);
  }

  String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
  }

  /** Where the histories are kept, from the module's folder. */
  Path file() {
    return Path.of("src", "test", "resources", "histories", fileName());
  }

  WorkflowExecutionHistory history() throws IOException {
    return WorkflowHistoryLoader.readHistoryFromResource("histories/" + fileName());
  }
}
