package dev.signalbox.signal;

import com.google.errorprone.annotations.FormatMethod;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How a {@link RelaySignaler} works. Everything has a default: {@code
 * SignalerOptions.builder().build()}.
 *
 * @param source the producing system, part of every workflow id
 * @param schema the schema of the outbox
 * @param databaseId {@code installation.database_id} of the outbox, for a signaler that does not
 *     read the database itself: the workflows it starts belong to that outbox. Empty: not known,
 *     and the relay does not check it
 * @param taskQueue where the relay's workers listen
 * @param maximumQueued organizations that wait for their signal or are being sent, at most; one
 *     more fails as overflow
 * @param senderThreads threads that send, 1 to {@value #MAX_SENDER_THREADS}
 * @param callDeadline for one call of Temporal with its retries
 * @param closeLimit for how long {@link RelaySignaler#close} goes on sending; zero: not at all
 * @param maximumDrainingStep how far ahead of now {@code draining_until} counts; no less than the
 *     relay's step, which it guards against a clock that was wrong
 */
public record SignalerOptions(
    Source source,
    SchemaName schema,
    String databaseId,
    String taskQueue,
    int maximumQueued,
    int senderThreads,
    Duration callDeadline,
    Duration closeLimit,
    Duration maximumDrainingStep) {

  /** Organizations that wait for their signal, at most, unless it is told otherwise. */
  public static final int DEFAULT_MAXIMUM_QUEUED = 10_000;

  /** More would only press on a Temporal that is slow. */
  public static final int MAX_SENDER_THREADS = 64;

  /** As PostgreSQL writes a uuid, because the relay compares the texts. */
  private static final Pattern DATABASE_ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException that names the option and the rule it broke
   */
  public SignalerOptions {
    require(
        databaseId.isEmpty() || DATABASE_ID.matcher(databaseId).matches(),
        "Database id is no UUID in lower case.");
    require(!taskQueue.isBlank(), "Task queue is blank.");
    require(maximumQueued >= 1, "Maximum queued is %s; it is at least 1.", maximumQueued);
    require(
        senderThreads >= 1 && senderThreads <= MAX_SENDER_THREADS,
        "Sender threads are %s; there are 1 to " + MAX_SENDER_THREADS + ".",
        senderThreads);
    require(
        callDeadline.toMillis() >= 10, "Call deadline is %s; it is at least 10 ms.", callDeadline);
    require(!closeLimit.isNegative(), "Close limit is %s; it is not negative.", closeLimit);
    require(
        maximumDrainingStep.toMillis() >= 1,
        "Maximum draining step is %s; it is at least 1 ms.",
        maximumDrainingStep);
  }

  /** A builder that holds the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  @FormatMethod
  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }

  /** Collects options; not safe for use by several threads. */
  public static final class Builder {

    private Source source = Source.DEFAULT;
    private SchemaName schema = SchemaName.DEFAULT;
    private String databaseId = "";
    private String taskQueue = RelayContract.DEFAULT_TASK_QUEUE;
    private int maximumQueued = DEFAULT_MAXIMUM_QUEUED;
    private int senderThreads = 4;
    private Duration callDeadline = Duration.ofSeconds(2);
    private Duration closeLimit = Duration.ofSeconds(3);
    private Duration maximumDrainingStep = Duration.ofSeconds(60);

    private Builder() {}

    /** Default {@link Source#DEFAULT}. */
    public Builder source(Source value) {
      source = value;
      return this;
    }

    /** Default {@link SchemaName#DEFAULT}. */
    public Builder schema(SchemaName value) {
      schema = value;
      return this;
    }

    /** Default empty: not known. */
    public Builder databaseId(String value) {
      databaseId = value;
      return this;
    }

    /** Default {@value RelayContract#DEFAULT_TASK_QUEUE}. */
    public Builder taskQueue(String value) {
      taskQueue = value;
      return this;
    }

    /** Default 10,000. */
    public Builder maximumQueued(int value) {
      maximumQueued = value;
      return this;
    }

    /** Default 4. */
    public Builder senderThreads(int value) {
      senderThreads = value;
      return this;
    }

    /** Default 2 seconds. */
    public Builder callDeadline(Duration value) {
      callDeadline = value;
      return this;
    }

    /** Default 3 seconds. */
    public Builder closeLimit(Duration value) {
      closeLimit = value;
      return this;
    }

    /** Default 60 seconds. */
    public Builder maximumDrainingStep(Duration value) {
      maximumDrainingStep = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException that names the first option that is out of its range
     */
    public SignalerOptions build() {
      return new SignalerOptions(
          source,
          schema,
          databaseId,
          taskQueue,
          maximumQueued,
          senderThreads,
          callDeadline,
          closeLimit,
          maximumDrainingStep);
    }
  }
}
