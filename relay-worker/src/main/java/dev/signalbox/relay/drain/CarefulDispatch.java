package dev.signalbox.relay.drain;

import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.organization.Disposition.Deliver;
import dev.signalbox.relay.settle.Settlement.RowId;
import dev.signalbox.relay.settle.Suspicions;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers one event, and leaves a mark on its row before, so that a process that dies of it leaves
 * the mark behind. Whatever else happens takes the mark away: the settlement, or this.
 */
final class CarefulDispatch {

  private static final Logger log = LoggerFactory.getLogger(CarefulDispatch.class);

  private final Dispatch dispatch;
  private final Suspicions suspicions;

  @Inject
  CarefulDispatch(Dispatch dispatch, Suspicions suspicions) {
    this.dispatch = dispatch;
    this.suspicions = suspicions;
  }

  /** Empty when the lease is lost, or the event has gone: then it was not delivered. */
  Optional<Verdict> deliver(
      Lease lease, Deliver to, PendingEvent event, BooleanSupplier over, int setbacks)
      throws SQLException, InterruptedException {
    if (event.defect() == null && !suspicions.suspect(lease, RowId.of(event))) {
      return Optional.empty();
    }
    Verdict verdict;
    try {
      verdict = dispatch.deliver(to, List.of(event), over, setbacks);
    } catch (SQLException | InterruptedException | RuntimeException e) { // alive: no kill
      clearAfter(e, lease, event);
      throw e;
    }
    if (verdict.settlement().isEmpty()) {
      boolean unused = suspicions.clear(lease, RowId.of(event)); // the next guarded step notices
    }
    return Optional.of(verdict);
  }

  private void clearAfter(Exception failure, Lease lease, PendingEvent event) {
    try {
      boolean unused = suspicions.clear(lease, RowId.of(event));
    } catch (SQLException | RuntimeException e) {
      log.warn(
          "An event stays marked as if it had ended the process: organization={} event={}",
          lease.organization(),
          event.eventId());
      failure.addSuppressed(e);
    }
  }
}
