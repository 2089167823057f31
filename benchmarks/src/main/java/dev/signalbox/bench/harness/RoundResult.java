package dev.signalbox.bench.harness;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One round of one contender.
 *
 * @param number from 1; 0 is the warm-up, which counts for nothing
 * @param figures empty where the round failed
 * @param stealPercent of all processor time, what the hypervisor gave to others; null: not known
 * @param voidReason why the round does not count; null: it does
 */
public record RoundResult(
    int number,
    Map<String, Double> figures,
    @Nullable Double stealPercent,
    @Nullable String voidReason) {

  /** Copies the figures. */
  public RoundResult {
    figures = Map.copyOf(figures);
  }

  /** Whether it does not count. */
  public boolean isVoid() {
    return voidReason != null;
  }
}
