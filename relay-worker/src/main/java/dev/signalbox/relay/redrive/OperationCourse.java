package dev.signalbox.relay.redrive;

/**
 * How far an operation is.
 *
 * @param end the last letter there was at the start, so that one that dies again is not moved in a
 *     circle; negative: the operation has not begun
 * @param letterId the last one looked at
 * @param affected letters moved or discarded
 */
public record OperationCourse(long end, long letterId, long affected) {

  /** Before the first step. */
  public static final OperationCourse START = new OperationCourse(-1, 0, 0);

  boolean hasBegun() {
    return end >= 0;
  }

  OperationCourse upTo(long last) {
    return new OperationCourse(last, letterId, affected);
  }

  OperationCourse after(MoveResult result) {
    return new OperationCourse(end, Math.max(letterId, result.lastLetterId()), result.affected());
  }
}
