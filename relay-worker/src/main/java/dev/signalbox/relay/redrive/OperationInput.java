package dev.signalbox.relay.redrive;

/**
 * What starts the workflow of an operation. Ids and short texts of operators: it stands in
 * Temporal's history.
 *
 * @param source the producing system
 * @param databaseId of the outbox that the operator saw; a relay on another one refuses
 * @param operationId a UUID
 * @param kind word of an {@link OperationKind}
 * @param actor who
 * @param reason why; may be empty
 * @param selected letters that the operator was told of at the start
 * @param perSecond letters a second at most; 0: no limit
 * @param course how far an earlier run of the same chain came; {@link OperationCourse#START} in a
 *     start
 */
public record OperationInput(
    String source,
    String databaseId,
    String operationId,
    String kind,
    LetterSelection selection,
    String actor,
    String reason,
    long selected,
    double perSecond,
    OperationCourse course) {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException when it is negative or no number
   */
  public OperationInput {
    if (!(perSecond >= 0) || Double.isInfinite(perSecond)) {
      throw new IllegalArgumentException("A rate of %s is none.".formatted(perSecond));
    }
  }

  OperationInput goOn(OperationCourse soFar) {
    return new OperationInput(
        source,
        databaseId,
        operationId,
        kind,
        selection,
        actor,
        reason,
        selected,
        perSecond,
        soFar);
  }
}
