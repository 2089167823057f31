package dev.signalbox.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.Databases;
import dev.signalbox.bench.cost.ActionsCourse.Shape;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.bench.peer.PeerKind;
import dev.signalbox.bench.peer.Peers;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can be counted has no noise, so it is held to its limits here. */
class CountedCostsIT {

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  private static final Databases DATABASES = new Databases();

  @AfterAll
  static void dropDatabases() {
    DATABASES.close();
  }

  /**
   * The aim is 0.06: a wake costs six statements whatever it finds, append, flag, lease, read,
   * settlement and the last look. A seventh would be red; below it there is room for the upkeep,
   * which goes by time.
   */
  @Test
  void aLotOfAHundredThatFindsTheRelayAsleepCostsFewStatements() throws Exception {
    Map<String, Double> figures = count(new Lots(100, 5, 1024, true));

    assertThat(figures.get(LotCourse.STATEMENTS)).isLessThan(0.07);
    assertThat(figures.get(LotCourse.DEAD)).isLessThanOrEqualTo(1.05);
    assertThat(figures.get(LotCourse.HOT)).isGreaterThanOrEqualTo(98);
  }

  @Test
  void aBacklogOfLotsOfAHundredCostsFewStatements() throws Exception {
    Map<String, Double> figures = count(new Lots(100, 20, 1024, false));

    assertThat(figures.get(LotCourse.STATEMENTS)).isLessThanOrEqualTo(0.06);
    assertThat(figures.get(LotCourse.DEAD)).isLessThanOrEqualTo(1.05);
  }

  /** The aim is 3. Measured: 6, the statements of a wake, as above. */
  @Test
  void aSingleEventThatFindsTheRelayAsleepCostsFewStatements() throws Exception {
    assertThat(count(new Lots(1, 10, 1024, true)).get(LotCourse.STATEMENTS)).isLessThan(7);
  }

  /** One INSERT and one DELETE per event, at the least; the peers do no less. */
  @Test
  void peersAreCountedAlike() throws Exception {
    try (Stub stub = Stub.start()) {
      LeanClient client = new LeanClient(stub.url());
      for (PeerKind kind : Peers.libraries(4)) {
        for (boolean asleep : new boolean[] {true, false}) {
          Lots lots = new Lots(10, 3, 200, asleep);
          try (PeerLotCourse course =
              new PeerLotCourse(DATABASES::create, kind, client::send, lots)) {
            Map<String, Double> figures = course.run();
            System.out.printf("%s, %s: %s%n", kind.name(), lots, figures);
            assertThat(figures.get(LotCourse.STATEMENTS)).as(kind.name()).isBetween(2.0, 10.0);
            assertThat(figures.get(LotCourse.DEAD)).as(kind.name()).isBetween(1.0, 3.0);
            assertThat(figures.get(LotCourse.WAL)).as(kind.name()).isGreaterThan(200);
          }
        }
      }
    }
  }

  @Test
  void aThousandEventsOfOneTransactionCostFourActions() throws Exception {
    assertThat(actions(Actions.ONE_TRANSACTION).get(ActionsCourse.ACTIONS)).isLessThanOrEqualTo(4);
  }

  /**
   * The aim is 20. Measured: 5 to 8 in a process that is warm, and 27 to 29 in one that has just
   * begun, on a machine that did other things: each commit before the first slice has raised its
   * flag costs a signal. How long that takes is no count, so the signals have room; slices do not.
   */
  @Test
  void aThousandTransactionsOfOneOrganizationCostFewActions() throws Exception {
    Map<String, Double> figures = actions(Actions.ONE_ORGANIZATION);

    assertThat(figures.get(ActionsCourse.SLICES)).isLessThanOrEqualTo(5);
    assertThat(figures.get(ActionsCourse.ACTIONS)).isLessThanOrEqualTo(100);
  }

  /**
   * The aim is 300. Measured: 285 to 423, on that machine. An organization costs a slice or two, as
   * ten seconds of traffic outlast the eight of the first, and a signal or, where its slice is
   * late, more.
   */
  @Test
  void aThousandTransactionsOfAHundredOrganizationsCostFewActions() throws Exception {
    Map<String, Double> figures = actions(Actions.HUNDRED_ORGANIZATIONS);

    assertThat(figures.get(ActionsCourse.SLICES)).isLessThanOrEqualTo(300);
    assertThat(figures.get(ActionsCourse.ACTIONS)).isLessThanOrEqualTo(600);
  }

  private static Map<String, Double> count(Lots lots) throws Exception {
    try (LotCourse course =
        new LotCourse(DATABASES::create, SIGNALBOX.services().temporal(), lots)) {
      Map<String, Double> figures = course.run();
      System.out.printf("%s: %s%n", lots, figures);
      return figures;
    }
  }

  private static Map<String, Double> actions(Shape shape) throws Exception {
    try (ActionsCourse course =
        new ActionsCourse(DATABASES::create, SIGNALBOX.services().temporal(), shape)) {
      Map<String, Double> figures = course.run();
      System.out.printf("%s: %s%n", shape, figures);
      return figures;
    }
  }
}
