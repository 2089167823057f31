package dev.signalbox.bench.harness;

import java.util.Map;

/** What a contender does in each round. Used by one thread. */
public interface Course extends AutoCloseable {

  /** Makes the round's fresh start; not measured. */
  void prepare() throws Exception;

  /**
   * Does the work once.
   *
   * @return what was measured, by the name of the figure with its unit
   */
  Map<String, Double> run() throws Exception;

  /** Nothing by itself. */
  @Override
  default void close() {}
}
