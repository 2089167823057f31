package dev.signalbox.relay.workflow;

import static dev.signalbox.relay.workflow.ScriptedSlices.delivered;
import static dev.signalbox.relay.workflow.ScriptedSlices.dry;
import static dev.signalbox.relay.workflow.ScriptedSlices.dueIn;
import static dev.signalbox.relay.workflow.ScriptedSlices.held;
import static dev.signalbox.relay.workflow.ScriptedSlices.more;
import static dev.signalbox.relay.workflow.ScriptedSlices.stopped;

import dev.signalbox.relay.drain.SliceResult;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowHistoryLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The runs whose histories are kept, each with the script that made it. */
enum RecordedRun {
  ONE_SLICE {
    @Override
    void script(ScriptedSlices slices) {
      slices.then(delivered(3));
    }
  },
  MORE {
    @Override
    void script(ScriptedSlices slices) {
      slices.then(more(500), more(500), delivered(7));
    }
  },
  DUE {
    @Override
    void script(ScriptedSlices slices) {
      slices.then(dueIn(Duration.ofMinutes(2)), delivered(1));
    }
  },
  DUE_AND_WOKEN {
    @Override
    void script(ScriptedSlices slices) {
      slices.then(dueIn(Duration.ofMinutes(2)), dueIn(Duration.ofMinutes(5)), delivered(1));
    }

    @Override
    void run(RelayServer server) {
      wakeWhen(server, "waiting");
    }
  },
  PAUSE {
    @Override
    void script(ScriptedSlices slices) {
      slices.then(stopped(Duration.ofMinutes(1)), dry());
    }

    @Override
    void run(RelayServer server) {
      wakeWhen(server, "throttled");
    }
  },
  /** The second run of a chain, which waits for the end of the first one's pause. */
  CARRIED_PAUSE {
    @Override
    void script(ScriptedSlices slices) {
      scriptLongRunThatEndsIn(stopped(Duration.ofHours(1)), slices);
    }

    @Override
    void run(RelayServer server) {
      server.wake(RelayServer.ACME);
      server.awaitStatus(status -> status.state().equals("throttled"));
      wakeUntilAnotherRun(server);
      server.awaitStatus(status -> status.state().equals("throttled"));
      server.wakeAndAwaitEnd();
    }
  },
  HOLD {
    @Override
    void script(ScriptedSlices slices) {
      slices.then(held());
    }
  },
  MISMATCH {
    @Override
    void script(ScriptedSlices slices) {
      slices.thenMismatch();
    }
  },
  FAILURE {
    @Override
    void script(ScriptedSlices slices) {
      slices.thenFailForGood().thenFail().then(delivered(1));
    }
  };

  /** After more than these, and before 4,096 events, Temporal suggests to continue as new. */
  static final int SLICES_OF_A_RUN = 690;

  private static final int NEARLY_A_RUN = 400;

  abstract void script(ScriptedSlices slices);

  void run(RelayServer server) {
    server.wakeAndAwaitEnd();
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

  static void wakeUntilAnotherRun(RelayServer server) {
    String first = server.latestRun();
    while (server.latestRun().equals(first)) {
      server.wake(RelayServer.ACME);
      server.awaitTaskAfterTheLastWake();
    }
  }

  static void scriptLongRunThatEndsIn(SliceResult pause, ScriptedSlices slices) {
    for (int i = 0; i < NEARLY_A_RUN; i++) {
      slices.then(more(1));
    }
    slices.then(pause);
  }

  private static void wakeWhen(RelayServer server, String state) {
    server.wake(RelayServer.ACME);
    server.awaitStatus(status -> status.state().equals(state));
    server.wakeAndAwaitEnd();
  }
}
