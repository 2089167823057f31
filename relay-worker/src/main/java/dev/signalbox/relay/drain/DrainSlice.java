package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.drain.FailurePolicy.Stop;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.organization.Disposition;
import dev.signalbox.relay.organization.Disposition.Deliver;
import dev.signalbox.relay.organization.Disposition.Hold;
import dev.signalbox.relay.organization.Organizations;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;

/** Drains one organization for a slice's time, if it is this attempt's turn. */
final class DrainSlice {

  private final SliceSteps steps;
  private final Organizations organizations;
  private final FailurePolicy policy;
  private final Slots slots;

  @Inject
  DrainSlice(SliceSteps steps, Organizations organizations, FailurePolicy policy, Slots slots) {
    this.steps = steps;
    this.organizations = organizations;
    this.policy = policy;
    this.slots = slots;
  }

  /**
   * Takes the lease and drains.
   *
   * @throws SQLException when the database fails; nothing that was delivered is lost, it is settled
   *     by a later slice that delivers it again under the same id
   * @throws InterruptedException when the worker does not wait for the slice any longer
   */
  SliceResult drain(SliceRequest request, Holder holder) throws SQLException, InterruptedException {
    slots.enter();
    try {
      steps.linger().makeRoom();
      OrganizationId organization = new OrganizationId(request.organizationId());
      Optional<Lease> lease = steps.leases().take(organization, holder);
      return lease.isPresent()
          ? drain(request, lease.get())
          : new SliceTally().more(); // a later attempt has it, and nobody waits for this result
    } finally {
      slots.leave();
    }
  }

  private SliceResult drain(SliceRequest request, Lease lease)
      throws SQLException, InterruptedException {
    Disposition disposition = disposition(lease);
    return switch (disposition) {
      case Deliver deliver -> new SliceRun(steps, lease, deliver, request).run();
      case Hold hold -> hold(lease, policy.hold(hold.reason(), request.setbacks()));
    };
  }

  /** A slice that fails has not been killed: the next one need not be careful. */
  private Disposition disposition(Lease lease) throws SQLException {
    try {
      return organizations.find(lease.organization());
    } catch (SQLException | RuntimeException e) {
      try {
        steps.leases().finish(lease);
      } catch (SQLException | RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private SliceResult hold(Lease lease, Stop stop) throws SQLException {
    steps.leases().rest(lease, stop.pause());
    return new SliceTally().stopped(stop.pause(), stop.reason());
  }
}
