package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.hold.SourceHold;
import dev.signalbox.relay.lease.Claim;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.Quiet;
import dev.signalbox.relay.organization.Disposition.Deliver;
import dev.signalbox.relay.organization.Disposition.Hold;
import dev.signalbox.relay.organization.Disposition.Skip;
import dev.signalbox.relay.organization.Disposition.SourceHeld;
import dev.signalbox.relay.organization.HoldReason;
import dev.signalbox.relay.organization.Organizations;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Drains one organization for a slice's time, if it is this attempt's turn. */
final class DrainSlice {

  /**
   * Where the organization has no row: a worker of another version or configuration may know where
   * its events go. Where its pause has an end, or the source is held: producers and sweep do not
   * trust longer times.
   */
  private static final Duration LONGEST_REST = Duration.ofHours(1);

  private final SliceSteps steps;
  private final Organizations organizations;
  private final SourceHold source;
  private final Slots slots;

  @Inject
  DrainSlice(SliceSteps steps, Organizations organizations, SourceHold source, Slots slots) {
    this.steps = steps;
    this.organizations = organizations;
    this.source = source;
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
      Optional<Claim> claim = steps.leases().take(organization, holder);
      return claim.isPresent()
          ? drain(request, claim.get())
          : new SliceTally().more(); // a later attempt has it, and nobody waits for this result
    } finally {
      slots.leave();
    }
  }

  private SliceResult drain(SliceRequest request, Claim claim)
      throws SQLException, InterruptedException {
    Lease lease = claim.lease();
    return switch (claim.disposition()) {
      case Deliver deliver -> deliver(request, lease, deliver);
      case Skip skip -> new SliceRun(steps, lease, skip, request).run();
      case Hold hold -> hold(lease, hold);
      case SourceHeld held -> hold(lease, held);
    };
  }

  private SliceResult deliver(SliceRequest request, Lease lease, Deliver deliver)
      throws SQLException, InterruptedException {
    source.see(false);
    SliceResult result = new SliceRun(steps, lease, deliver, request).run();
    if (result.stopped().equals(Obstacle.UNAUTHORIZED.word())) {
      source.suspect();
    }
    return result.weighing(deliver.share().weight());
  }

  private SliceResult hold(Lease lease, Hold hold) throws SQLException {
    return restAndLookAgain(lease, quiet(hold), () -> isStill(hold, lease))
        ? new SliceTally().held(obstacle(hold), hold.explanation())
        : new SliceTally().more();
  }

  private SliceResult hold(Lease lease, SourceHeld held) throws SQLException {
    source.see(true);
    Quiet quiet = Quiet.lasting(LONGEST_REST, HoldReason.SOURCE_HELD.words());
    return restAndLookAgain(lease, quiet, () -> isSourceStillHeld(lease))
        ? new SliceTally().held(Obstacle.HELD, held.explanation())
        : new SliceTally().more();
  }

  private boolean isStill(Hold hold, Lease lease) throws SQLException {
    return organizations.isStill(hold, lease.organization());
  }

  private boolean isSourceStillHeld(Lease lease) throws SQLException {
    return organizations.find(lease.organization()) instanceof SourceHeld;
  }

  /** The second look at what holds the organization. */
  @FunctionalInterface
  private interface SecondLook {
    boolean isStillHeld() throws SQLException;
  }

  /**
   * Rests, and then looks once more: whoever ended the hold in between has looked for a rest to end
   * before this one was there, and nobody would wake the organization any more.
   *
   * @return false when the lease is lost or the hold is over; then nothing rests
   */
  private boolean restAndLookAgain(Lease lease, Quiet quiet, SecondLook look) throws SQLException {
    if (!steps.leases().rest(lease, quiet)) {
      return false;
    }
    if (!look.isStillHeld()) {
      steps.leases().endQuiet(lease);
      return false;
    }
    return true;
  }

  private static Quiet quiet(Hold hold) {
    String reason = hold.reason().words();
    return obstacle(hold) == Obstacle.PAUSED && hold.until().equals(OffsetDateTime.MAX)
        ? Quiet.forGood(reason)
        : new Quiet(reason, LONGEST_REST, hold.until());
  }

  private static Obstacle obstacle(Hold hold) {
    return switch (hold.reason()) {
      case PAUSED, DISABLED -> Obstacle.PAUSED;
      case UNKNOWN_ORGANIZATION, SOURCE_HELD, NO_USABLE_UID, UID_TAKEN -> Obstacle.HELD;
    };
  }
}
