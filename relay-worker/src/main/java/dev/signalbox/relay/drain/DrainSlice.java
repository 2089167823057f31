package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.hold.SourceHold;
import dev.signalbox.relay.lease.Claim;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.Quiet;
import dev.signalbox.relay.organization.Disposition.Deliver;
import dev.signalbox.relay.organization.Disposition.Drain;
import dev.signalbox.relay.organization.Disposition.Hold;
import dev.signalbox.relay.organization.Disposition.SourceHeld;
import dev.signalbox.relay.organization.HoldReason;
import dev.signalbox.relay.organization.Organizations;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drains one organization for a slice's time, if it is this attempt's turn. */
final class DrainSlice {

  private static final Logger log = LoggerFactory.getLogger(DrainSlice.class);

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
   * Takes the lease and drains, lap after lap.
   *
   * @param isAwaited whether Temporal waits for another lap; asked before each but the first
   * @throws SQLException when the database fails; nothing that was delivered is lost, it is settled
   *     by a later slice that delivers it again under the same id
   * @throws InterruptedException when the worker does not wait for the slice any longer
   */
  SliceResult drain(SliceRequest request, Holder holder, BooleanSupplier isAwaited)
      throws SQLException, InterruptedException {
    slots.enter();
    try {
      steps.linger().makeRoom();
      OrganizationId organization = new OrganizationId(request.organizationId());
      Optional<Claim> claim = steps.leases().take(organization, holder);
      return claim.isPresent()
          ? drain(request, claim.get(), isAwaited)
          : new SliceTally().more(); // a later attempt has it, and nobody waits for this result
    } finally {
      slots.leave();
    }
  }

  private SliceResult drain(SliceRequest request, Claim first, BooleanSupplier isAwaited)
      throws SQLException, InterruptedException {
    long start = steps.ticker().nanos();
    DrainSettings settings = steps.linger().settings();
    long lastEvent = start - (request.warm() ? 0 : settings.linger().toNanos());
    long end = start + settings.sliceTime().toNanos();
    Lap.Slice slice =
        new Lap.Slice(request, new SliceTally(), new Warmth(lastEvent), end, isAwaited);
    Claim claim = first;
    while (true) {
      Lease lease = claim.lease();
      switch (claim.disposition()) {
        case Hold hold -> {
          return hold(lease, hold, slice.tally());
        }
        case SourceHeld held -> {
          return hold(lease, held, slice.tally());
        }
        case Drain drain -> {
          Optional<SliceResult> result = run(new Lap(steps, slice, lease, drain), drain, slice);
          if (result.isPresent()) {
            return result.get();
          }
        }
      }
      Optional<Claim> renewed = renew(lease);
      if (renewed.isEmpty()) {
        return slice.tally().more();
      }
      claim = renewed.get();
    }
  }

  /** Where the database fails, all is settled and the next slice tries. */
  private Optional<Claim> renew(Lease lease) {
    try {
      return steps.leases().renew(lease);
    } catch (SQLException e) {
      log.warn(
          "A lease was not renewed, with SQLSTATE {}; another slice follows: organization={}",
          e.getSQLState(),
          lease.organization());
      return Optional.empty();
    }
  }

  private Optional<SliceResult> run(Lap lap, Drain drain, Lap.Slice slice)
      throws SQLException, InterruptedException {
    if (!(drain instanceof Deliver deliver)) {
      return lap.run();
    }
    source.see(false);
    slice.tally().weigh(deliver.share().weight());
    Optional<SliceResult> result = lap.run();
    if (result.filter(r -> r.stopped().equals(Obstacle.UNAUTHORIZED.word())).isPresent()) {
      source.suspect();
    }
    return result;
  }

  private SliceResult hold(Lease lease, Hold hold, SliceTally tally) throws SQLException {
    return restAndLookAgain(lease, quiet(hold), () -> isStill(hold, lease))
        ? tally.held(obstacle(hold), hold.explanation())
        : tally.more();
  }

  private SliceResult hold(Lease lease, SourceHeld held, SliceTally tally) throws SQLException {
    source.see(true);
    Quiet quiet = Quiet.lasting(LONGEST_REST, HoldReason.SOURCE_HELD.words());
    return restAndLookAgain(lease, quiet, () -> isSourceStillHeld(lease))
        ? tally.held(Obstacle.HELD, held.explanation())
        : tally.more();
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
