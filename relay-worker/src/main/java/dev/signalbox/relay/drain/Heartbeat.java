package dev.signalbox.relay.drain;

import io.grpc.StatusRuntimeException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityCompletionFailureException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Temporal that an attempt goes on, and learns whether Temporal still waits for it. Each beat
 * is an action: the first comes when two thirds of the timeout have gone, which most attempts do
 * not see. It says that the slice gets on, and not only that the process lives: none is sent for a
 * lap that takes longer than the timeout. The slice's own thread uses it; the beats are sent beside
 * it.
 *
 * <p>The context's own heartbeat is of no use here: it says what an earlier, throttled call has
 * come to, where this must know what is true now.
 */
final class Heartbeat implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  /** The part of the timeout after which a beat that did not reach Temporal is sent again. */
  private static final int RETRY = 15;

  private final ActivityExecutionContext context;
  private final String organization;
  private final SideExecutor executor;
  private final InstantSource clock;
  private final Duration timeout;
  private final Duration startToClose;
  private final long started;
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean beating;
  private volatile long lapBegun = System.nanoTime();
  private volatile long heard;
  private volatile boolean failing;
  private volatile boolean givenUp;

  /**
   * The heartbeat of the attempt that the calling thread runs.
   *
   * @param organization for the log
   */
  Heartbeat(
      ActivityExecutionContext context,
      String organization,
      SideExecutor executor,
      InstantSource clock) {
    ActivityInfo info = context.getInfo();
    this.context = context;
    this.organization = organization;
    this.executor = executor;
    this.clock = clock;
    this.timeout = info.getHeartbeatTimeout();
    this.startToClose = info.getStartToCloseTimeout();
    this.started = info.getStartedTimestamp();
    this.heard = started;
  }

  /**
   * Whether Temporal waits for another lap, which begins now. A workflow of an earlier build
   * expects no beats, and waits for one lap only.
   */
  boolean mayGoOn() {
    if (timeout.isZero()) {
      return false;
    }
    long before = lapBegun;
    lapBegun = System.nanoTime();
    if (!beating) {
      beating = true;
      executor.execute(() -> run(before));
    }
    return !isGivenUp();
  }

  /**
   * Whether Temporal has given the attempt up. It is asked where it may have: a process that was
   * paused may take the lease after that, and the clocks of worker and server may differ.
   */
  boolean isGivenUp() {
    if (!givenUp && mayBeGivenUp()) {
      boolean unused = beat();
    }
    return givenUp;
  }

  @Override
  public void close() {
    ended.countDown();
  }

  private boolean mayBeGivenUp() {
    Duration silence = timeout.isZero() ? startToClose : timeout;
    return isOver(silence, heard) || isOver(startToClose, started);
  }

  private boolean isOver(Duration limit, long since) {
    return clock.millis() - since >= limit.toMillis();
  }

  private void run(long begun) {
    long interval = timeout.toNanos() / 3 * 2;
    long next = begun + interval;
    try {
      while (!ended.await(next - System.nanoTime(), TimeUnit.NANOSECONDS) && !givenUp) {
        long now = System.nanoTime();
        boolean getsOn = now - lapBegun < timeout.toNanos();
        next = now + (getsOn && beat() ? interval : timeout.toNanos() / RETRY);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a heartbeat.", e);
    }
  }

  /** Whether Temporal has answered. */
  private boolean beat() {
    long asked = clock.millis();
    try {
      ActivityCompletionClient temporal = context.getWorkflowClient().newActivityCompletionClient();
      temporal.heartbeat(context.getTaskToken(), null);
      heard = asked;
      failing = false;
      return true;
    } catch (ActivityCompletionFailureException e) {
      // as the cause there may be that it was cancelled, paused or reset
      return e.getCause() instanceof ActivityCompletionException ? giveUp() : fail(e);
    } catch (ActivityCompletionException e) {
      return giveUp();
    }
  }

  private boolean giveUp() {
    givenUp = true;
    log.info("Temporal does not wait for a slice any more: organization={}", organization);
    return true;
  }

  /** Once until one succeeds. */
  private boolean fail(ActivityCompletionFailureException failure) {
    if (!failing) {
      failing = true;
      log.warn(
          "A heartbeat failed with {} and will be tried again: organization={}",
          failure.getCause() instanceof StatusRuntimeException refused
              ? refused.getStatus().getCode()
              : failure.getClass().getSimpleName(),
          organization);
    }
    return false;
  }
}
