package dev.signalbox.bench.latency;

/**
 * What is delivered before a turn begins; none of it counts.
 *
 * @param first events of other organizations before the first turn, which is void anyway: so many
 *     that the code is compiled
 * @param each events of other organizations before each later turn, so that connections are open
 * @param known whether each organization of the turn has an event, and is idle again
 */
record WarmUp(int first, int each, boolean known) {

  static final WarmUp NONE = new WarmUp(0, 0, false);

  /** The same number before each turn. */
  static WarmUp of(int events) {
    return new WarmUp(events, events, false);
  }

  WarmUp withKnown() {
    return new WarmUp(first, each, true);
  }

  int events(int turn) {
    return turn == 1 ? first : each;
  }
}
