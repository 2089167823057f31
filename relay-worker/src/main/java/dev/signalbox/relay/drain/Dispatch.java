package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.BatchDelivery;
import dev.signalbox.relay.deliver.Brake;
import dev.signalbox.relay.deliver.DestinationHealth;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Plan;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import dev.signalbox.relay.organization.DeadKeyPolicy;
import dev.signalbox.relay.organization.Disposition.Deliver;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Delivers a batch and says what its endings mean. */
final class Dispatch {

  private final BatchDelivery delivery;
  private final FailurePolicy policy;
  private final DestinationHealth health;

  @Inject
  Dispatch(BatchDelivery delivery, FailurePolicy policy, DestinationHealth health) {
    this.delivery = delivery;
    this.policy = policy;
    this.health = health;
  }

  /** Delivers a batch to its end. */
  Verdict deliver(Deliver to, List<PendingEvent> batch, BooleanSupplier over, int setbacks)
      throws SQLException, InterruptedException {
    return begin(to, batch, over, new Brake(), setbacks).land();
  }

  /**
   * Begins to deliver; whoever does so lets it land, or abandons it. After a setback, whatever
   * stands in front may be what fails: then the others are tried too.
   */
  Flight begin(
      Deliver to, List<PendingEvent> batch, BooleanSupplier over, Brake brake, int setbacks) {
    boolean parksKeys = to.deadKeys() == DeadKeyPolicy.PARK;
    Plan plan = new Plan(to.share(), parksKeys, setbacks > 0 && !health.isAccepting());
    return new Flight(
        batch,
        delivery.begin(to.target(), plan, batch, over, brake),
        attempts -> policy.judge(attempts, to.deadKeys(), setbacks));
  }
}
