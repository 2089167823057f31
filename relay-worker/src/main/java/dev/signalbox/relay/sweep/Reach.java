package dev.signalbox.relay.sweep;

/**
 * How far one statement of a sweep may look. Where it takes too long, the next one looks less far.
 */
enum Reach {
  FULL(200, 1_000),
  SHORT(20, 100),
  /** One organization: where it can be read, and what follows it cannot, it is not passed. */
  SHORTEST(1, 10);

  private final int organizations;
  private final int headRows;

  Reach(int organizations, int headRows) {
    this.organizations = organizations;
    this.headRows = headRows;
  }

  /** Organizations that it visits. */
  int organizations() {
    return organizations;
  }

  /**
   * Rows of an organization that it looks at, at most, to find one that may go. Where there are
   * more, and none of these may, the organization is woken in vain.
   */
  int headRows() {
    return headRows;
  }

  /** Itself, where there is none. */
  Reach shorter() {
    return this == FULL ? SHORT : SHORTEST;
  }
}
