package dev.signalbox.bench.harness;

import java.util.List;

/**
 * One workload and all who do it, in the order of their turns.
 *
 * @param notMeasured who is missing, and why, a sentence each
 */
public record Scenario(
    String name, List<Contender> contenders, List<Target> targets, List<String> notMeasured)
    implements AutoCloseable {

  /** Copies the lists. */
  public Scenario {
    contenders = List.copyOf(contenders);
    targets = List.copyOf(targets);
    notMeasured = List.copyOf(notMeasured);
  }

  /** Closes all courses, also when one of them fails. */
  @Override
  public void close() {
    RuntimeException first = null;
    for (Contender contender : contenders) {
      try {
        contender.course().close();
      } catch (RuntimeException e) { // the others must be closed too
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
