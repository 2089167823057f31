package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.testkit.services.SignalboxExtension;
import io.grpc.Status;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A slice of many laps tells Temporal that it goes on, and hears whether it may. */
class HeartbeatIT {

  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int EVENTS = 30;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final List<OrganizationId> woken = new ArrayList<>();
  private final Phaser beats = new Phaser(1);
  private final AtomicInteger calls = new AtomicInteger();
  private SliceBench bench;

  @BeforeEach
  void begin() throws Exception {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
    bench.append(EVENTS);
    temporal.setActivityHeartbeatListener(Object.class, details -> beats.arrive());
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void itIsHeardAgainAndAgain() {
    SliceResult result =
        drain(
            options().setHeartbeatTimeout(TIMEOUT),
            () -> {
              if (calls.get() == 2 || calls.get() == 3) { // later laps have a beat each
                awaitBeat(calls.get() - 2);
              }
            });
    assertThat(result.delivered()).isEqualTo(EVENTS);
    assertThat(woken).isEmpty();
  }

  @Test
  void aLapThatDoesNotGetOnIsNotHeardForLong() {
    AtomicInteger heard = new AtomicInteger();
    SliceResult result =
        drainWithASecondLap(
            () -> {
              long begun = System.nanoTime();
              awaitBeat(0);
              while (System.nanoTime() - begun < 4 * TIMEOUT.toNanos()) {
                Thread.onSpinWait();
              }
              heard.set(beats.getPhase());
            });
    assertThat(heard).hasValue(1);
    assertThat(result.delivered()).isEqualTo(EVENTS);
  }

  @Test
  void noneIsSentBeforeTwoThirdsOfTheTimeout() {
    AtomicBoolean heard = new AtomicBoolean();
    temporal.setActivityHeartbeatListener(Object.class, details -> heard.set(true));
    SliceResult result = drain(options().setHeartbeatTimeout(Duration.ofMinutes(1)), () -> {});
    assertThat(result.delivered()).isEqualTo(EVENTS);
    assertThat(heard).isFalse();
  }

  @Test
  void whoIsGivenUpEndsAfterTheLapAndWakesItsOrganization() {
    SliceResult result =
        drainWithASecondLap(
            () -> {
              temporal.requestCancelActivity();
              awaitBeat(0);
            });
    assertThat(result.more()).isTrue();
    assertThat(result.delivered()).isLessThan(EVENTS);
    assertThat(woken).containsExactly(bench.organization);
  }

  @Test
  void whoIsNotKnownAnyMoreWakesItsOrganization() {
    temporal.setActivityHeartbeatListener(
        Object.class,
        details -> {
          beats.arrive();
          throw Status.NOT_FOUND.asRuntimeException();
        });
    SliceResult result = drainWithASecondLap(() -> awaitBeat(0));
    assertThat(result.more()).isTrue();
    assertThat(woken).containsExactly(bench.organization);
  }

  @Test
  void aBeatThatFailsIsTriedAgain() {
    AtomicInteger sent = new AtomicInteger();
    temporal.setActivityHeartbeatListener(
        Object.class,
        details -> {
          if (sent.incrementAndGet() == 1) {
            throw Status.UNAVAILABLE.asRuntimeException();
          }
          beats.arrive();
        });
    SliceResult result = drainWithASecondLap(() -> awaitBeat(0));
    assertThat(result.delivered()).isEqualTo(EVENTS);
    assertThat(woken).isEmpty();
  }

  @Test
  void aWorkflowOfAnEarlierBuildWaitsForOneLapOnly() {
    SliceResult result = drain(options(), () -> {});
    assertThat(result.more()).isTrue();
    assertThat(result.delivered()).isEqualTo(1);
    assertThat(woken).isEmpty();
  }

  /** From zero. */
  private void awaitBeat(int number) {
    try {
      int unused = beats.awaitAdvanceInterruptibly(number, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException("No heartbeat within " + PATIENCE, e);
    }
  }

  private static ActivityOptions.Builder options() {
    return ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1));
  }

  private SliceResult drainWithASecondLap(Runnable work) {
    return drain(
        options().setHeartbeatTimeout(TIMEOUT),
        () -> {
          if (calls.get() == 2) {
            work.run();
          }
        });
  }

  private SliceResult drain(ActivityOptions.Builder options, Runnable atEachCall) {
    LapBench laps =
        new LapBench(
            SIGNALBOX.database().dataSource(),
            2 * EVENTS,
            event -> {
              calls.incrementAndGet();
              atEachCall.run();
              return FakeDestination.accepted();
            });
    temporal.registerActivitiesImplementations(
        SliceBench.activity(laps.relay, woken::addAll, InstantSource.system()));
    SliceActivity activity = temporal.newActivityStub(SliceActivity.class, options.build());
    return activity.drain(bench.request());
  }
}
