package dev.signalbox.relay.crash;

/**
 * A place where a process may die.
 *
 * @param boundary what it is about to do, or has done
 * @param occurrence the how-manieth of its kind, from 1
 * @param side before or after its effect on the outside
 */
record Moment(String boundary, int occurrence, Side side) {

  enum Side {
    BEFORE,
    AFTER
  }

  static Moment first(Side side, String boundary) {
    return new Moment(boundary, 1, side);
  }

  @Override
  public String toString() {
    return "%s %s #%d".formatted(side == Side.BEFORE ? "before" : "after", boundary, occurrence);
  }
}
