package dev.signalbox.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.Databases;
import dev.signalbox.bench.cost.ActionsCourse.Shape;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.bench.peer.PeerKind;
import dev.signalbox.bench.peer.Peers;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can be counted has no noise, so it is held to its limits here. */
class CountedCostsIT {

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  private static final Databases DATABASES = new Databases();
  private static final double IN_FLIGHT = StepSettings.DEFAULT.organization().inFlightLimit();

  /** The WAL is the whole server's: others may add to it, in one run or another. */
  private static final int MOST_RUNS = 3;

  /** What full pages, as the first change behind a checkpoint writes them, may add. */
  private static final double FULL_PAGES = 1.3;

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
    Lots lots = new Lots(100, 5, 1024, true);
    Map<String, Double> figures = count(lots);

    assertThat(figures.get(LotCourse.STATEMENTS)).isLessThan(0.07);
    assertThat(figures.get(LotCourse.DEAD)).isLessThanOrEqualTo(1.05);
    assertThat(figures.get(LotCourse.HOT)).isGreaterThanOrEqualTo(98);
    assertEachIsPostedOnce(figures, IN_FLIGHT);
    assertWal(lots, figures, 1_600); // measured: 1,488
  }

  @Test
  void aBacklogOfLotsOfAHundredCostsFewStatements() throws Exception {
    Lots lots = new Lots(100, 20, 1024, false);
    Map<String, Double> figures = count(lots);

    assertThat(figures.get(LotCourse.STATEMENTS)).isLessThanOrEqualTo(0.06);
    assertThat(figures.get(LotCourse.DEAD)).isLessThanOrEqualTo(1.05);
    assertEachIsPostedOnce(figures, IN_FLIGHT);
    assertWal(lots, figures, 1_600); // measured: 1,485
  }

  /** The aim is 3. Measured: 6, the statements of a wake, as above. */
  @Test
  void aSingleEventThatFindsTheRelayAsleepCostsFewStatements() throws Exception {
    Lots lots = new Lots(1, 10, 1024, true);
    Map<String, Double> figures = count(lots);

    assertThat(figures.get(LotCourse.STATEMENTS)).isLessThan(7);
    assertEachIsPostedOnce(figures, 1);
    assertWal(lots, figures, 2_300); // measured: 1,890
  }

  /** Over no more connections than calls were in flight, however many slices there were. */
  private static void assertEachIsPostedOnce(Map<String, Double> figures, double inFlight) {
    assertThat(figures.get(LotCourse.POSTS)).isEqualTo(1.0);
    assertThat(figures.get(LotCourse.CONNECTIONS)).isLessThanOrEqualTo(inFlight);
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
    Map<String, Double> figures = actions(Actions.ONE_TRANSACTION);

    assertThat(figures.get(ActionsCourse.ACTIONS)).isLessThanOrEqualTo(4);
    assertThat(figures.get(ActionsCourse.HISTORY_EVENTS)).isLessThanOrEqualTo(24); // measured: 12
  }

  /**
   * The aim is 20. Measured: 5 to 8 in a process that is warm, and 27 to 29 in one that has just
   * begun, on a machine that did other things: each commit before the first slice has raised its
   * flag costs a signal. How long that takes is no count, so the signals have room; slices do not.
   */
  @Test
  void aThousandTransactionsOfOneOrganizationCostFewActions() throws Exception {
    Map<String, Double> figures = actions(Actions.ONE_ORGANIZATION);

    assertThat(figures.get(ActionsCourse.ACTIVITIES)).isLessThanOrEqualTo(5);
    assertThat(figures.get(ActionsCourse.ACTIONS)).isLessThanOrEqualTo(100);
  }

  /**
   * The aim is 300. Measured: 285 to 423, on that machine. An organization costs a slice or two, as
   * ten seconds of traffic outlast the eight of the first, and a signal or, where its slice is
   * late, more. Of history events 1,262 to 1,345 were measured.
   */
  @Test
  void aThousandTransactionsOfAHundredOrganizationsCostFewActions() throws Exception {
    Map<String, Double> figures = actions(Actions.HUNDRED_ORGANIZATIONS);

    assertThat(figures.get(ActionsCourse.ACTIVITIES)).isLessThanOrEqualTo(300);
    assertThat(figures.get(ActionsCourse.ACTIONS)).isLessThanOrEqualTo(600);
    assertThat(figures.get(ActionsCourse.HISTORY_EVENTS)).isLessThanOrEqualTo(2_600);
  }

  /** A signal and an activity for each; what the relay is measured beside. */
  @Test
  void aSignalPerEventCostsTwoActionsPerEvent() throws Exception {
    try (Stub stub = Stub.start()) {
      Map<String, Double> figures =
          actions(
              new Shape(20, 20, 20, Duration.ZERO),
              database ->
                  new SignalPerEvent(database, SIGNALBOX.services().temporal(), stub.url()));

      assertThat(figures.get(ActionsCourse.ACTIONS)).isEqualTo(2_000.0);
    }
  }

  /**
   * Of the least of some runs.
   *
   * @param limit without full pages, as a server that testkit starts writes it
   */
  private static void assertWal(Lots lots, Map<String, Double> first, double limit)
      throws Exception {
    double most = writesFullPages() ? FULL_PAGES * limit : limit;
    double least = wal(first);
    for (int run = 1; run < MOST_RUNS && least >= most; run++) {
      least = Math.min(least, wal(count(lots)));
    }
    assertThat(least).as(LotCourse.WAL).isLessThan(most);
  }

  private static boolean writesFullPages() throws SQLException {
    try (Connection connection = SIGNALBOX.services().postgres().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW full_page_writes")) {
      row.next();
      return row.getString(1).equals("on");
    }
  }

  private static double wal(Map<String, Double> figures) {
    return Objects.requireNonNull(figures.get(LotCourse.WAL));
  }

  private static Map<String, Double> count(Lots lots) throws Exception {
    try (Stub stub = Stub.start();
        LotCourse course =
            new LotCourse(DATABASES::create, SIGNALBOX.services().temporal(), stub, lots)) {
      Map<String, Double> figures = course.run();
      System.out.printf("%s: %s%n", lots, figures);
      return figures;
    }
  }

  private static Map<String, Double> actions(Shape shape) throws Exception {
    return actions(
        shape, database -> new SignalboxRelayer(database, SIGNALBOX.services().temporal()));
  }

  private static Map<String, Double> actions(Shape shape, Relayer.Opening relayer)
      throws Exception {
    try (ActionsCourse course = new ActionsCourse(DATABASES::create, relayer, shape)) {
      Map<String, Double> figures = course.run();
      System.out.printf("%s: %s%n", shape, figures);
      return figures;
    }
  }
}
