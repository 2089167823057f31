package dev.signalbox.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  @Test
  void everyContenderOfATurnMeetsTheSameOnesAndTheNextTurnOthers() {
    List<Arrival> once = new Arrivals(3).ofZipf(200, 100, Duration.ofSeconds(2));

    assertThat(new Arrivals(3).ofZipf(200, 100, Duration.ofSeconds(2))).isEqualTo(once);
    assertThat(new Arrivals(4).ofZipf(200, 100, Duration.ofSeconds(2))).isNotEqualTo(once);
  }

  @Test
  void fewerEventsAreTheFirstOfTheSameArrivals() {
    assertThat(new Arrivals(1).ofIdle(1_000, 5, 40))
        .startsWith(new Arrivals(1).ofIdle(1_000, 5, 15).toArray(Arrival[]::new));
  }

  @Test
  void anIdleOrganizationHasOneEventAtMost() {
    assertThat(new Arrivals(1).ofIdle(50, 5, 50).stream().map(Arrival::organization))
        .doesNotHaveDuplicates();
  }

  @Test
  void aRateIsKeptOnAverageAndTimesDoNotGoBack() {
    List<Arrival> arrivals = new Arrivals(1).ofEqual(10, 1_000, Duration.ofSeconds(10));

    assertThat(arrivals.size()).isBetween(9_500, 10_500);
    assertThat(arrivals.stream().map(Arrival::atMicros)).isSorted();
    assertThat(arrivals.get(arrivals.size() - 1).atMicros()).isLessThan(10_000_000);
  }

  @Test
  void staggeredOnesLackOnlyTheFirstOfEachOrganization() {
    Arrivals source = new Arrivals(1);
    List<Arrival> all = source.ofEqual(20, 1_000, Duration.ofSeconds(4));

    List<Arrival> staggered = source.staggered(all, Duration.ofSeconds(2));

    assertThat(staggered).hasSizeLessThan(all.size());
    assertThat(first(staggered).values()).doesNotHaveDuplicates();
    first(staggered)
        .forEach(
            (organization, time) ->
                assertThat(of(staggered, organization))
                    .isEqualTo(of(all, organization).stream().filter(at -> at >= time).toList()));
    assertThat(first(staggered)).hasSize(20);
    assertThat(first(staggered).values())
        .anyMatch(time -> time < 500_000)
        .anyMatch(time -> time > 1_000_000);
    assertThat(staggered)
        .endsWith(
            all.stream()
                .filter(arrival -> arrival.atMicros() >= 2_000_000)
                .toArray(Arrival[]::new));
  }

  private static Map<String, Long> first(List<Arrival> arrivals) {
    return arrivals.stream()
        .collect(Collectors.toMap(Arrival::organization, Arrival::atMicros, Math::min));
  }

  private static List<Long> of(List<Arrival> arrivals, String organization) {
    return arrivals.stream()
        .filter(arrival -> arrival.organization().equals(organization))
        .map(Arrival::atMicros)
        .toList();
  }

  @Test
  void theFirstOrganizationHasTwiceTheShareOfTheSecond() {
    Map<String, Long> counts =
        new Arrivals(1)
            .ofZipf(200, 10_000, Duration.ofSeconds(10)).stream()
                .map(Arrival::organization)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(counts).hasSize(200);
    assertThat((double) counts.getOrDefault("tenant-0", 0L) / counts.getOrDefault("tenant-1", 1L))
        .isBetween(1.8, 2.2);
  }
}
