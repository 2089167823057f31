package dev.signalbox.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.Databases;
import dev.signalbox.bench.worker.WorkerProcess.Site;
import dev.signalbox.testkit.services.BackingServices;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryIT {

  /** More than a worker has connections: no slice can keep one while its call is under way. */
  private static final Crowd CROWD =
      new Crowd(MemoryCourse.CONNECTIONS + 10, 3, 200, Duration.ofSeconds(15));

  @Test
  void allOrganizationsHaveARequestOpenWhenTheyAreMeasuredAndNoneAfterwards() throws Exception {
    try (Databases databases = new Databases();
        HoldingStub stub = new HoldingStub()) {
      PostgresDatabase database = databases.create();
      Site site =
          new Site(database, BackingServices.shared().temporal(), stub.url(), HoldingStub.TOKEN)
              .migrated();
      try (MemoryCourse course = new MemoryCourse(site, stub, CROWD)) {
        course.prepare();
        Map<String, Double> figures = course.run();

        System.out.println(figures);
        assertThat(figures.get(MemoryFigures.ACTIVE)).isEqualTo(CROWD.organizations());
        assertThat(figures)
            .containsKeys(
                MemoryFigures.ACTIVE_HEAP, MemoryFigures.IDLE_HEAP, MemoryFigures.REPLAYED);
      }
      assertThat(stub.open()).isZero();
      assertThat(delivered(database)).isEqualTo(CROWD.organizations() * CROWD.events());
    }
  }

  @Test
  void theFloorHasAsManyRequestsOpen() throws Exception {
    try (HoldingStub stub = new HoldingStub();
        MemoryFloorCourse course = MemoryFloorCourse.ofThreads(stub, CROWD)) {
      course.prepare();

      assertThat(course.run().get(MemoryFigures.ACTIVE)).isEqualTo(CROWD.organizations());
      assertThat(stub.open()).isZero();
    }
  }

  @Test
  void theWorkflowsAroundAPostHaveAsManyOpenInEachTurn() throws Exception {
    try (HoldingStub stub = new HoldingStub();
        MemoryFloorCourse course =
            MemoryFloorCourse.ofWorkflows(BackingServices.shared().temporal(), stub, CROWD)) {
      for (int turn = 0; turn < 2; turn++) {
        course.prepare();

        assertThat(course.run().get(MemoryFigures.ACTIVE)).isEqualTo(CROWD.organizations());
        assertThat(stub.open()).isZero();
      }
    }
  }

  private static int delivered(PostgresDatabase database) throws Exception {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM signalbox.delivered_event")) {
      row.next();
      return row.getInt(1);
    }
  }
}
