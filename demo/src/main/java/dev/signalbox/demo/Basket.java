package dev.signalbox.demo;

import dev.signalbox.contract.OrganizationId;
import java.util.List;

/** What one transaction of the shop will do. */
record Basket(List<Line> lines, Ending ending) {

  Basket {
    lines = List.copyOf(lines);
  }

  /** How the transaction ends. */
  enum Ending {
    /** It commits, then signals. */
    SIGNALED,
    /** It commits, and the process dies before the signal: the sweep has to find it. */
    DIED,
    /** It appends, then changes its mind. */
    ROLLED_BACK
  }

  /**
   * One event of one order.
   *
   * @param keyed whether the order is the event's ordering key
   */
  record Line(OrganizationId organization, int order, boolean keyed) {}
}
