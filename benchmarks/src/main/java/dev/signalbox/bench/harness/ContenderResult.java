package dev.signalbox.bench.harness;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;

/** All rounds of one contender, void ones among them. */
public record ContenderResult(
    String name, Role role, Map<String, String> settings, List<RoundResult> rounds) {

  /** Copies map and list. */
  public ContenderResult {
    settings = Map.copyOf(settings);
    rounds = List.copyOf(rounds);
  }

  /** The names of what was measured. */
  public SortedSet<String> figures() {
    SortedSet<String> names = new TreeSet<>();
    rounds.forEach(round -> names.addAll(round.figures().keySet()));
    return names;
  }

  /** The figure in the rounds that count. */
  public List<Double> values(String figure) {
    return rounds.stream()
        .filter(round -> !round.isVoid() && round.figures().containsKey(figure))
        .map(round -> round.figures().get(figure))
        .toList();
  }

  /** The median of the rounds that count; empty when none does. */
  public OptionalDouble median(String figure) {
    List<Double> values = values(figure);
    return values.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Interval.median(values));
  }

  /** The figure in the round of this number, if that counts. */
  OptionalDouble value(int number, String figure) {
    return rounds.stream()
        .filter(round -> round.number() == number && !round.isVoid())
        .filter(round -> round.figures().containsKey(figure))
        .mapToDouble(round -> round.figures().get(figure))
        .findFirst();
  }
}
