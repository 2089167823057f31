package dev.signalbox.bench.harness;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a target fared.
 *
 * @param base whom the subject was compared with; null: nobody, or nobody's rounds count
 * @param ratios of the rounds in which both count
 * @param interval null where no round counts
 */
public record TargetResult(
    Target target,
    @Nullable String base,
    List<Double> ratios,
    @Nullable Interval interval,
    Verdict verdict) {

  /** Copies the ratios. */
  public TargetResult {
    ratios = List.copyOf(ratios);
  }
}
