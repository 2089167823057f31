package dev.signalbox.demo;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.signal.SignalListener;
import dev.signalbox.signal.SignalOutcome;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the shop's signals. Safe for use by several threads. */
final class SignalCounts implements SignalListener {

  private final LongAdder sent = new LongAdder();
  private final LongAdder coalesced = new LongAdder();
  private final LongAdder suppressed = new LongAdder();
  private final LongAdder failed = new LongAdder();

  @Override
  public void onSignal(OrganizationId organization, SignalOutcome outcome) {
    switch (outcome) {
      case SignalOutcome.Sent sending -> sent.increment();
      case SignalOutcome.Coalesced coalescing -> coalesced.increment();
      case SignalOutcome.Suppressed suppressing -> suppressed.increment();
      case SignalOutcome.Failed failing -> failed.increment();
    }
  }

  @Override
  public String toString() {
    return "%d sent, %d coalesced, %d suppressed, %d failed"
        .formatted(sent.sum(), coalesced.sum(), suppressed.sum(), failed.sum());
  }
}
