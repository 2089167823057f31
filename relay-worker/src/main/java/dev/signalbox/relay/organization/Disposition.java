package dev.signalbox.relay.organization;

import dev.signalbox.relay.deliver.Share;
import dev.signalbox.relay.deliver.Target;
import java.time.OffsetDateTime;

/** What is to be done with the events of an organization. */
public sealed interface Disposition {

  /** They are taken out of the outbox. */
  sealed interface Drain extends Disposition {

    /** Deliveries a second, at most; infinite without a limit. */
    double rate();
  }

  /**
   * They go to {@code target}, by {@code share} of the calls in flight and {@code rate} of them a
   * second at most, which is infinite without a limit; {@code deadKeys} says what an event that
   * dies means for its ordering key.
   */
  record Deliver(Target target, Share share, double rate, DeadKeyPolicy deadKeys)
      implements Drain {}

  /** They are given up, because their organization has no row; nobody is asked. */
  record Skip() implements Drain {

    /** For whoever looks at the dead letters. */
    public String explanation() {
      return HoldReason.UNKNOWN_ORGANIZATION.sentence() + ", and such events are skipped.";
    }

    @Override
    public double rate() {
      return Double.POSITIVE_INFINITY;
    }
  }

  /**
   * They stay where they are, as those of all organizations do.
   *
   * @param why what the destination answered when the hold began
   */
  record SourceHeld(String why) implements Disposition {

    /** For whoever looks at the workflow. */
    public String explanation() {
      return "%s: %s.".formatted(HoldReason.SOURCE_HELD.sentence(), why);
    }
  }

  /**
   * They stay where they are.
   *
   * @param reason why
   * @param until when the clock ends it; {@link OffsetDateTime#MAX}: never
   */
  record Hold(HoldReason reason, OffsetDateTime until) implements Disposition {

    /** For whoever looks at the workflow: why, and what ends it. */
    public String explanation() {
      return reason.sentence() + (until.equals(OffsetDateTime.MAX) ? "." : " until " + until + ".");
    }
  }
}
