package dev.signalbox.relay.process;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalOutcome;
import dev.signalbox.signal.SignalOutcome.Failed;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when the relay's own wakes fail, at most once in ten seconds. Safe for many threads. */
final class WakeLog implements SignalListener {

  private static final Logger log = LoggerFactory.getLogger(WakeLog.class);
  private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - SILENCE_NANOS);

  @Override
  public void onSignal(OrganizationId organization, SignalOutcome outcome) {
    if (!(outcome instanceof Failed failure)) {
      return;
    }
    failed.incrementAndGet();
    long last = saidAt.get();
    long now = System.nanoTime();
    if (now - last >= SILENCE_NANOS && saidAt.compareAndSet(last, now)) {
      log.warn(
          "{} wakes have failed ({}) and are left to the next sweep: organization={} reason={}",
          failed.getAndSet(0),
          failure.cause(),
          organization,
          failure.reason());
    }
  }
}
