package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.BatchDelivery;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import dev.signalbox.relay.organization.Disposition.Deliver;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Delivers a batch and says what its endings mean. */
final class Dispatch {

  private final BatchDelivery delivery;
  private final FailurePolicy policy;

  @Inject
  Dispatch(BatchDelivery delivery, FailurePolicy policy) {
    this.delivery = delivery;
    this.policy = policy;
  }

  Verdict deliver(Deliver to, List<PendingEvent> batch, BooleanSupplier over, int setbacks)
      throws InterruptedException {
    return policy.judge(delivery.deliver(to.target(), to.share(), batch, over), setbacks);
  }
}
