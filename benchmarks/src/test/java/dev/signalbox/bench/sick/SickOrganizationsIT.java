package dev.signalbox.bench.sick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.Databases;
import dev.signalbox.testkit.services.BackingServices;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SickOrganizationsIT {

  private static final Ward WARD = new Ward(4, 3, 2, Duration.ofSeconds(3), Duration.ofSeconds(2));

  @Test
  void theSickAreSentOncePerAttemptAndNothingIsLostOrDoubled() throws Exception {
    Map<String, Double> figures = run(WARD);

    System.out.println(figures);
    assertThat(figures.get(Outcome.LOST)).isZero();
    assertThat(figures.get(Outcome.DUPLICATED)).isZero();
    assertThat(figures.get(Outcome.REQUESTS)).isEqualTo(1);
    for (Sickness sickness : Sickness.values()) {
      assertThat(figures.get(sickness.requestsPerEvent())).as(sickness.name()).isGreaterThan(1);
    }
  }

  @Test
  void theHealthyAloneAreAllDelivered() throws Exception {
    Map<String, Double> figures = run(WARD.healthyOnly());

    assertThat(figures.get(Outcome.LOST)).isZero();
    assertThat(figures).doesNotContainKey(Outcome.REQUESTS);
  }

  /**
   * Four requests for an attempt that Svix fails, one for each event's last; three attempts in four
   * would have to succeed for a ratio of 1.5.
   */
  @Test
  void aPeerWithTheOfficialClientDeliversAllAndSendsMoreOften() throws Exception {
    Map<String, Double> figures = run(WARD, GruelboxCarrier::new);

    System.out.println(figures);
    assertThat(figures.get(Outcome.LOST)).isZero();
    assertThat(figures.get(Outcome.DUPLICATED)).isZero();
    assertThat(figures.get(Outcome.REQUESTS)).isGreaterThan(1.5);
  }

  private static Map<String, Double> run(Ward ward) throws Exception {
    return run(
        ward,
        (database, svix, organizations) ->
            new RelayCarrier(database, BackingServices.shared().temporal(), svix));
  }

  private static Map<String, Double> run(Ward ward, Carrier.Opening opening) throws Exception {
    try (Databases databases = new Databases();
        SickCourse course = new SickCourse(databases::create, opening, ward)) {
      course.prepare();
      return course.run();
    }
  }
}
