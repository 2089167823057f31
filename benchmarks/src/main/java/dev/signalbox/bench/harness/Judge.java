package dev.signalbox.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Compares a target's subject with its base, round by round. */
final class Judge {

  private final List<ContenderResult> contenders;

  Judge(List<ContenderResult> contenders) {
    this.contenders = contenders;
  }

  TargetResult judge(Target target) {
    Optional<ContenderResult> subject = named(target.subject());
    Optional<ContenderResult> base = base(target);
    boolean absolute = target.base() instanceof Base.Itself;
    if (subject.isEmpty() || (base.isEmpty() && !absolute)) {
      return new TargetResult(target, null, List.of(), null, Verdict.NOT_SHOWN);
    }
    List<Double> ratios = ratios(target, subject.get(), base);
    String baseName = base.map(ContenderResult::name).orElse(null);
    if (ratios.isEmpty()) {
      return new TargetResult(target, baseName, ratios, null, Verdict.NOT_SHOWN);
    }
    Interval interval = Interval.of(ratios);
    return new TargetResult(
        target,
        baseName,
        ratios,
        interval,
        Verdict.of(interval, ratios.size(), target.bound(), target.limit()));
  }

  private static List<Double> ratios(
      Target target, ContenderResult subject, Optional<ContenderResult> base) {
    List<Double> ratios = new ArrayList<>();
    for (RoundResult round : subject.rounds()) {
      OptionalDouble above = subject.value(round.number(), target.figure());
      OptionalDouble below =
          base.isEmpty() ? OptionalDouble.of(1) : base.get().value(round.number(), target.figure());
      if (above.isPresent() && below.isPresent()) {
        ratios.add(above.getAsDouble() / below.getAsDouble());
      }
    }
    return ratios;
  }

  private Optional<ContenderResult> base(Target target) {
    return switch (target.base()) {
      case Base.Itself itself -> Optional.empty();
      case Base.Named named -> named(named.contender());
      case Base.Best best -> best(target, best.role());
    };
  }

  private Optional<ContenderResult> best(Target target, Role role) {
    ContenderResult best = null;
    double bestMedian = 0;
    for (ContenderResult contender : contenders) {
      OptionalDouble median = contender.median(target.figure());
      if (contender.role() == role
          && median.isPresent()
          && (best == null || target.bound().isBetter(median.getAsDouble(), bestMedian))) {
        best = contender;
        bestMedian = median.getAsDouble();
      }
    }
    return Optional.ofNullable(best);
  }

  private Optional<ContenderResult> named(String name) {
    return contenders.stream().filter(contender -> contender.name().equals(name)).findFirst();
  }
}
