package dev.signalbox.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.harness.ContenderResult;
import dev.signalbox.bench.harness.RoundResult;
import dev.signalbox.bench.harness.Rounds;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.bench.harness.ScenarioResult;
import dev.signalbox.bench.load.Latencies;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs a scenario for one round, whatever the machine does besides. */
final class Miniature implements AutoCloseable {

  private static final int ANY_STEAL = 100;

  private final SignalboxExtension signalbox;
  private final Stub stub;
  private final List<PostgresDatabase> databases = new ArrayList<>();

  Miniature(SignalboxExtension signalbox, Stub stub) {
    this.signalbox = signalbox;
    this.stub = stub;
  }

  Stage stage() {
    return new Stage(this::database, () -> signalbox.services().temporal(), stub);
  }

  private PostgresDatabase database() {
    PostgresDatabase database = signalbox.services().postgres().createDatabase();
    databases.add(database);
    return database;
  }

  /** The only round of each contender; none of them may be void. */
  record Measured(Map<String, Map<String, Double>> figures) {

    Map<String, Double> of(String contender) {
      return figures.getOrDefault(contender, Map.of());
    }

    double events(String contender) {
      return of(contender).getOrDefault(Latencies.EVENTS, Double.NaN);
    }
  }

  static Measured run(Scenario opened) throws InterruptedException {
    try (Scenario scenario = opened) {
      ScenarioResult result = new Rounds(1, ANY_STEAL, System.out::println).run(scenario);
      return new Measured(
          result.contenders().stream()
              .collect(Collectors.toMap(ContenderResult::name, Miniature::figures)));
    }
  }

  private static Map<String, Double> figures(ContenderResult contender) {
    RoundResult round = contender.rounds().get(0);
    assertThat(round.voidReason()).as(contender.name()).isNull();
    return round.figures();
  }

  @Override
  public void close() {
    databases.forEach(PostgresDatabase::close);
    stub.close();
  }
}
