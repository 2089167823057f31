package dev.signalbox.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.Databases;
import dev.signalbox.bench.drain.Figures;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to grow, in miniature, round after round. */
class GrowthIT {

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  private static final Databases DATABASES = new Databases();

  @AfterAll
  static void dropDatabases() {
    DATABASES.close();
  }

  static List<Size> sizes() {
    return List.of(
        Size.organizations("few", 3, 5, 60),
        Size.backlog(3_000, 600),
        Size.payload(64 << 10, 10),
        Size.workers(2, 4, 200));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void everySizeIsDeliveredTwice(Size size) throws Exception {
    try (Stub stub = Stub.start();
        GrowthCourse course =
            new GrowthCourse(
                DATABASES::create, SIGNALBOX.services().temporal(), stub.url(), size)) {
      for (int round = 0; round < 2; round++) {
        course.prepare();
        Map<String, Double> figures = course.run();
        System.out.printf("%s: %s%n", size, figures);
        assertThat(figures)
            .containsOnlyKeys(Figures.RATE, Figures.CPU, GrowthCourse.STATEMENTS, GrowthCourse.WAL);
        assertThat(figures.get(GrowthCourse.STATEMENTS)).isBetween(0.001, 10.0);
      }
    }
  }
}
