package dev.signalbox.demo.chaos;

import com.fasterxml.jackson.annotation.JsonValue;

/** What can happen in a run. */
enum FaultKind {
  /** SIGKILL to a worker, which is started again. */
  WORKER_KILLED("workerKilled"),
  /** SIGTERM to a worker, which is started again. */
  WORKER_STOPPED("workerStopped"),
  /** SIGSTOP to a worker, SIGCONT after a while. */
  WORKER_PAUSED("workerPaused"),
  /** SIGKILL to the producers, which are started again. */
  PRODUCERS_KILLED("producersKilled"),
  /** The producers end themselves after their next commit, before its signal. */
  PRODUCERS_HALTED("producersHalted"),
  /** The producers commit and signal nobody. */
  SIGNALS_DROPPED("signalsDropped"),
  /** SIGKILL to Temporal, which is started again on its file. */
  TEMPORAL("temporal"),
  /** PostgreSQL ends without a checkpoint and is started again on its data. */
  POSTGRES("postgres"),
  /** PostgreSQL ends all connections. */
  CONNECTIONS_CUT("connectionsCut"),
  /** Svix answers late. */
  SVIX_SLOW("svixSlow"),
  /** Svix answers later than the relay waits. */
  SVIX_HANGING("svixHanging"),
  /** Svix answers 500. */
  SVIX_FAILING("svixFailing"),
  /** Svix answers 503, whatever it is asked. */
  SVIX_UNAVAILABLE("svixUnavailable"),
  /** Svix cuts the connection before it has stored the message. */
  SVIX_CUT("svixCut"),
  /** Svix cuts the connection after it has stored the message. */
  SVIX_CUT_AFTER_COMMIT("svixCutAfterCommit"),
  /** Svix stores the message and sends half an answer. */
  SVIX_ANSWER_TRUNCATED("svixAnswerTruncated"),
  /** Svix answers 401, whatever it is asked. */
  SVIX_REFUSING("svixRefusing"),
  /** Svix answers 429 with Retry-After. */
  SVIX_THROTTLING("svixThrottling");

  private final String label;

  FaultKind(String label) {
    this.label = label;
  }

  /** Its name in the report. */
  @JsonValue
  String label() {
    return label;
  }

  boolean isOfSvix() {
    return label.startsWith("svix");
  }

  boolean isOfWorker() {
    return label.startsWith("worker");
  }

  /** Whether a process ends without a chance to say so. */
  boolean kills() {
    return switch (this) {
      case WORKER_KILLED, PRODUCERS_KILLED, PRODUCERS_HALTED, TEMPORAL -> true;
      default -> false;
    };
  }
}
