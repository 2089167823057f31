package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.testkit.services.SignalboxExtension;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An attempt that Temporal has given up on is heard by nobody, unless it wakes its workflow. */
class LateAttemptIT {

  private static final Duration START_TO_CLOSE = Duration.ofMinutes(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final List<OrganizationId> woken = new ArrayList<>();
  private SliceBench bench;

  @BeforeEach
  void begin() {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void anAttemptThatIsTooOldAndGivenUpWakesItsOrganization() {
    temporal.requestCancelActivity();
    drain(InstantSource.fixed(Instant.now().plus(START_TO_CLOSE).plusSeconds(1)));
    assertThat(woken).containsExactly(bench.organization);
  }

  @Test
  void oneThatWasNotHeardOfForLongAsksToo() {
    temporal.requestCancelActivity();
    drain(
        InstantSource.fixed(Instant.now().plus(HEARTBEAT).plusSeconds(1)),
        options().setHeartbeatTimeout(HEARTBEAT));
    assertThat(woken).containsExactly(bench.organization);
  }

  @Test
  void oneThatTemporalStillWaitsForDoesNotThoughTheClocksDiffer() {
    drain(InstantSource.fixed(Instant.now().plus(START_TO_CLOSE).plusSeconds(1)));
    assertThat(woken).isEmpty();
  }

  @Test
  void aYoungOneAsksNobody() {
    temporal.requestCancelActivity();
    drain(InstantSource.system());
    assertThat(woken).isEmpty();
  }

  private static ActivityOptions.Builder options() {
    return ActivityOptions.newBuilder().setStartToCloseTimeout(START_TO_CLOSE);
  }

  private void drain(InstantSource clock) {
    drain(clock, options());
  }

  private void drain(InstantSource clock, ActivityOptions.Builder options) {
    temporal.registerActivitiesImplementations(
        SliceBench.activity(bench.relay(new FakeDestination()), woken::addAll, clock));
    SliceActivity activity = temporal.newActivityStub(SliceActivity.class, options.build());
    var unused = activity.drain(bench.request());
  }
}
