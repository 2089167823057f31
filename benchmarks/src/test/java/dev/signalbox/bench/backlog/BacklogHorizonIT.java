package dev.signalbox.bench.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.Databases;
import dev.signalbox.bench.backlog.HorizonCourse.Traffic;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.testkit.services.BackingServices;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BacklogHorizonIT {

  private static final int OTHERS = 20_000;
  private static final Traffic TRAFFIC = new Traffic(3, 30, 5, Duration.ofSeconds(1), 3_000, 20);
  private static final Databases DATABASES = new Databases();

  @AfterAll
  static void dropDatabases() {
    DATABASES.close();
  }

  @Test
  void aBacklogOfOthersCostsALotNoMoreBlocksThanTheHeightOfTheIndex() throws Exception {
    PostgresDatabase crowded = DATABASES.create();
    double alone = blocks(new LotsCourse(DATABASES.create(), temporal()));
    LotsCourse course = new LotsCourse(crowded, temporal());
    Outboxes.addRowsOfOthers(crowded.dataSource(), OTHERS);

    double beside = blocks(course);
    double floor = blocks(new PlainLotsCourse(crowded, new KnownIds(crowded.dataSource())));
    double claimed =
        blocks(new PlainLotsCourse(crowded, new ClaimedRows(crowded.dataSource(), OTHERS)));

    System.out.printf(
        "blocks/lot: %.0f alone, %.0f beside others, floor %.0f, claimed %.0f%n",
        alone, beside, floor, claimed);
    assertThat(beside).isLessThan(1.2 * alone).isBetween(floor, claimed);
    assertThat(Outboxes.number(crowded.dataSource(), "SELECT count(*) FROM signalbox.outbox_event"))
        .isEqualTo(OTHERS);
  }

  @Test
  void aLongTransactionKeepsWhatIsDeadUntilItEnds() throws Exception {
    Map<String, Double> clean = horizon(false);
    Map<String, Double> held = horizon(true);

    System.out.printf("clean %s%nheld %s%n", clean, held);
    assertThat(held.get(HorizonCourse.DEAD)).isGreaterThanOrEqualTo(TRAFFIC.deadEvents());
    assertThat(clean.get(HorizonCourse.DEAD)).isLessThan(TRAFFIC.deadEvents());
    assertThat(held).containsKeys(HorizonCourse.CLEAN, HorizonCourse.RATE, "p99 ms");
  }

  private static double blocks(Course course) throws Exception {
    try (course) {
      course.prepare();
      Map<String, Double> figures = course.run();
      assertThat(figures.get(LotsCourse.MILLIS)).isPositive();
      return Objects.requireNonNull(figures.get(LotsCourse.BLOCKS));
    }
  }

  private static Map<String, Double> horizon(boolean held) throws Exception {
    try (HorizonCourse course = new HorizonCourse(DATABASES::create, temporal(), TRAFFIC, held)) {
      course.prepare();
      return course.run();
    }
  }

  private static TemporalService temporal() {
    return BackingServices.shared().temporal();
  }
}
