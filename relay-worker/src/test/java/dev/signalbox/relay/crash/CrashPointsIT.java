package dev.signalbox.relay.crash;

import static dev.signalbox.relay.crash.Moment.Side.AFTER;
import static dev.signalbox.relay.crash.Moment.Side.BEFORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.crash.Scenario.Twist;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Producer and relay are stopped at every statement, commit, call to Svix, signal and answer to
 * Temporal that they make, before its effect and after it. An undisturbed run says which these are,
 * so that one that is added later is covered by itself. Each run ends in the same check: every
 * committed event is in Svix's ledger once, in its organization's application, in order within its
 * key, and nothing of a rolled-back transaction is.
 */
class CrashPointsIT {

  private static final int AT_ONCE = 16;
  private static final int UNDISTURBED = 3;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  /** What is different in a relay that lingers. */
  private static final Set<String> OF_LINGER =
      Set.of(Boundaries.CLEAR, Boundaries.SECOND_LOOK, Boundaries.SLICE_RESULT);

  private static final ExecutorService PLAYERS = Executors.newFixedThreadPool(AT_ONCE);

  private static CrashStage stage;
  private static Set<Moment> moments;
  private static Set<Moment> momentsOfLinger;

  @BeforeAll
  static void findTheMoments() throws Exception {
    stage = new CrashStage(SIGNALBOX);
    moments = find(false);
    momentsOfLinger = find(true);
    momentsOfLinger.removeIf(moment -> !OF_LINGER.contains(moment.boundary()));
  }

  private static Set<Moment> find(boolean lingers) throws Exception {
    Set<Moment> found = play(Scenario.undisturbed(lingers));
    for (int i = 1; i < UNDISTURBED; i++) { // a slow one looks once more than others
      found.retainAll(play(Scenario.undisturbed(lingers)));
    }
    return found;
  }

  @AfterAll
  static void close() {
    PLAYERS.shutdownNow();
    stage.close();
  }

  @Test
  void everyNamedBoundaryIsAmongThem() {
    assertThat(moments)
        .contains(
            Moment.first(BEFORE, Boundaries.COMMIT),
            Moment.first(AFTER, Boundaries.COMMIT),
            Moment.first(BEFORE, Boundaries.SIGNAL),
            Moment.first(AFTER, Boundaries.SIGNAL),
            Moment.first(BEFORE, Boundaries.TOKEN),
            Moment.first(AFTER, Boundaries.TOKEN),
            Moment.first(BEFORE, Boundaries.READ),
            Moment.first(AFTER, Boundaries.READ),
            Moment.first(BEFORE, Boundaries.POST),
            Moment.first(BEFORE, Boundaries.SVIX_COMMIT),
            Moment.first(AFTER, Boundaries.SVIX_COMMIT),
            Moment.first(AFTER, Boundaries.POST), // the answer
            Moment.first(BEFORE, Boundaries.SETTLE),
            Moment.first(AFTER, Boundaries.SETTLE),
            Moment.first(BEFORE, Boundaries.SETTLE_COMMIT),
            Moment.first(AFTER, Boundaries.SETTLE_COMMIT),
            Moment.first(BEFORE, Boundaries.SETTLE_AND_CLEAR),
            Moment.first(AFTER, Boundaries.SETTLE_AND_CLEAR),
            Moment.first(BEFORE, Boundaries.SECOND_LOOK),
            Moment.first(AFTER, Boundaries.SECOND_LOOK),
            Moment.first(BEFORE, Boundaries.SLICE_RESULT),
            Moment.first(BEFORE, Boundaries.COMPLETION),
            Moment.first(AFTER, Boundaries.COMPLETION));
    assertThat(momentsOfLinger)
        .contains(
            Moment.first(BEFORE, Boundaries.CLEAR),
            Moment.first(AFTER, Boundaries.CLEAR),
            Moment.first(BEFORE, Boundaries.SECOND_LOOK),
            Moment.first(AFTER, Boundaries.SECOND_LOOK));
  }

  @TestFactory
  Collection<DynamicTest> aRelayThatDiesLosesAndDoublesNothing() {
    return plays(m -> !isOfProducer(m), Twist.DIES);
  }

  @TestFactory
  Collection<DynamicTest> aRelayThatComesBackLateSettlesNothing() {
    return plays(CrashPointsIT::isInASlice, Twist.COMES_BACK_LATE);
  }

  /** No sweep helps: either the relay looks once more or the producer signals. */
  @TestFactory
  Collection<DynamicTest> anEventThatIsCommittedAtAnyMomentIsNotStranded() {
    return plays(m -> !isOfProducer(m), Twist.PRODUCER_COMMITS);
  }

  @TestFactory
  Collection<DynamicTest> aProducerThatDiesLosesAndDoublesNothing() {
    return plays(CrashPointsIT::isOfProducer, Twist.DIES);
  }

  private static boolean isOfProducer(Moment moment) {
    return Set.of("append", Boundaries.COMMIT, "flag", Boundaries.SIGNAL)
        .contains(moment.boundary());
  }

  /** While no slice runs, no answer is awaited that could come too late. */
  private static boolean isInASlice(Moment moment) {
    return !isOfProducer(moment)
        && !Set.of("workflow task", Boundaries.COMPLETION).contains(moment.boundary())
        && !moment.equals(Moment.first(AFTER, Boundaries.SLICE_RESULT));
  }

  private static Collection<DynamicTest> plays(Predicate<Moment> which, Twist twist) {
    return Stream.concat(
            moments.stream().filter(which).map(moment -> Scenario.at(moment, twist, false)),
            momentsOfLinger.stream().filter(which).map(moment -> Scenario.at(moment, twist, true)))
        .map(
            scenario -> {
              var played = CompletableFuture.supplyAsync(() -> attempt(scenario), PLAYERS);
              return DynamicTest.dynamicTest(scenario.toString(), () -> rethrow(played.get()));
            })
        .toList();
  }

  private static Optional<Throwable> attempt(Scenario scenario) {
    try {
      var unused = play(scenario);
      return Optional.empty();
    } catch (Exception | AssertionError e) { // the test of this scenario reports it
      return Optional.of(e);
    }
  }

  private static void rethrow(Optional<Throwable> failure) throws Throwable {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private static Set<Moment> play(Scenario scenario) throws Exception {
    try (CrashWorld world = new CrashWorld(stage, scenario)) {
      world.play();
      return new LinkedHashSet<>(world.seen());
    }
  }
}
