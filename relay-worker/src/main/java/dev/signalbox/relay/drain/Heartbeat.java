package dev.signalbox.relay.drain;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Temporal that an attempt goes on, and learns whether Temporal still waits for it. Each beat
 * is an action: none comes in the first lap, which is shorter than the timeout, and later ones when
 * four fifths of it have gone. Used by the slice's own thread.
 *
 * <p>The context's own heartbeat is of no use here: it says what an earlier, throttled call has
 * come to, where this must know what is true now.
 */
final class Heartbeat implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  /** After a beat that did not reach Temporal. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final ActivityCompletionClient temporal;
  private final byte[] taskToken;
  private final SideExecutor executor;
  private final InstantSource clock;
  private final Duration timeout;
  private final Duration startToClose;
  private final long scheduled;
  private final long begun = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean beating;
  private volatile long heard;
  private volatile boolean givenUp;

  Heartbeat(ActivityExecutionContext context, SideExecutor executor, InstantSource clock) {
    ActivityInfo info = context.getInfo();
    this.temporal = context.getWorkflowClient().newActivityCompletionClient();
    this.taskToken = info.getTaskToken();
    this.executor = executor;
    this.clock = clock;
    this.timeout = info.getHeartbeatTimeout();
    this.startToClose = info.getStartToCloseTimeout();
    this.scheduled = info.getCurrentAttemptScheduledTimestamp();
    this.heard = scheduled;
  }

  /**
   * Whether Temporal waits for another lap; begins to beat. A workflow of an earlier build expects
   * no beats, and waits for one lap only.
   */
  boolean mayGoOn() {
    if (timeout.isZero()) {
      return false;
    }
    if (!beating) {
      beating = true;
      executor.execute(this::run);
    }
    return !givenUp;
  }

  /**
   * Whether Temporal has given the attempt up. It is asked where it may have: a process that was
   * paused may take the lease after that, and the clocks of worker and server may differ.
   */
  boolean isGivenUp() {
    if (!givenUp && mayBeGivenUp()) {
      beat();
    }
    return givenUp;
  }

  @Override
  public void close() {
    ended.countDown();
  }

  private boolean mayBeGivenUp() {
    Duration silence = timeout.isZero() ? startToClose : timeout;
    return isOver(silence, heard) || isOver(startToClose, scheduled);
  }

  private boolean isOver(Duration limit, long since) {
    return clock.millis() - since >= limit.toMillis();
  }

  private void run() {
    long interval = timeout.toNanos() / 5 * 4;
    long wait = begun + interval - System.nanoTime();
    try {
      while (!ended.await(wait, TimeUnit.NANOSECONDS) && !givenUp) {
        wait = beat() ? interval : RETRY.toNanos();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a heartbeat.", e);
    }
  }

  /** Whether Temporal has answered. */
  private boolean beat() {
    long asked = clock.millis();
    try {
      temporal.heartbeat(taskToken, null);
      heard = asked;
      return true;
    } catch (ActivityNotExistsException e) {
      givenUp = true;
      return true;
    } catch (ActivityCompletionException e) {
      if (e.getCause() instanceof ActivityCompletionException) { // cancelled, paused or reset
        givenUp = true;
        return true;
      }
      log.debug("A heartbeat did not reach Temporal.", e);
      return false;
    }
  }
}
