package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.signal.DrainFlag.Reading;
import dev.signalbox.signal.SignalOutcome.Coalesced;
import dev.signalbox.signal.SignalOutcome.FailureCause;
import dev.signalbox.signal.SignalOutcome.Sent;
import dev.signalbox.signal.SignalOutcome.Suppressed;
import dev.signalbox.signal.WakeSender.WakeAnswer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RelaySignalerTest {

  private static final OrganizationId A = new OrganizationId("a");
  private static final OrganizationId B = new OrganizationId("b");
  private static final DrainFlag NEEDED = organization -> new Reading.Needed("db");
  private static final WakeSender ACCEPTING =
      (organization, databaseId) -> new WakeAnswer.Accepted();

  private final RecordingListener listener = new RecordingListener();
  private final GatedSender gated = new GatedSender();

  @Test
  void aSignalIsSentWithTheDatabaseThatWasRead() throws InterruptedException {
    List<String> sent = new ArrayList<>();
    WakeSender sender =
        (organization, databaseId) -> {
          sent.add(organization + " " + databaseId);
          return new WakeAnswer.Accepted();
        };
    try (RelaySignaler signaler = signaler(NEEDED, sender)) {
      signaler.signalRelay(A);
      assertThat(listener.next()).isEqualTo(new Sent());
      assertThat(sent).containsExactly("a db");
    }
  }

  @Test
  void callsDuringAFlightCostOneMore() throws InterruptedException {
    try (RelaySignaler signaler = signaler(NEEDED, gated)) {
      signaler.signalRelay(A);
      gated.entered.acquire();
      for (int i = 0; i < 100; i++) {
        signaler.signalRelay(A);
      }
      assertThat(listener.outcomes()).hasSize(99).containsOnly(new Coalesced());
      gated.gate.release(2);
    }
    assertThat(gated.woken).containsExactly(A, A);
    assertThat(listener.outcomes()).hasSize(101).filteredOn(new Sent()::equals).hasSize(2);
  }

  @Test
  void severalOrganizationsAreSignaledOnceEach() {
    try (RelaySignaler signaler = signaler(NEEDED, ACCEPTING)) {
      signaler.signalRelay(List.of(A, B, A));
    }
    assertThat(listener.outcomes()).containsExactly(new Sent(), new Sent());
  }

  @Test
  void theFlagDecidesWhetherAnythingIsSent() throws InterruptedException {
    DrainFlag flag =
        organization ->
            organization.equals(A) ? new Reading.Suppressed() : new Reading.WrongSource("not ours");
    try (RelaySignaler signaler = signaler(flag, gated)) {
      signaler.signalRelay(A);
      assertThat(listener.next()).isEqualTo(new Suppressed());
      signaler.signalRelay(B);
      assertThat(listener.nextFailure(FailureCause.WRONG_SOURCE).reason()).isEqualTo("not ours");
    }
    assertThat(gated.entered.availablePermits()).isZero();
  }

  @Test
  void aFlagThatCannotBeReadCostsASignal() throws InterruptedException {
    DrainFlag flag =
        organization -> {
          throw new SQLException("down");
        };
    try (RelaySignaler signaler = signaler(flag, ACCEPTING)) {
      signaler.signalRelay(A);
      assertThat(listener.next()).isEqualTo(new Sent());
    }
  }

  @Test
  void aCallDuringAReadIsFollowedByAnotherRead() throws InterruptedException {
    Semaphore reading = new Semaphore(0);
    Semaphore gate = new Semaphore(0);
    DrainFlag flag =
        organization -> {
          reading.release();
          gate.acquireUninterruptibly();
          return new Reading.Suppressed();
        };
    try (RelaySignaler signaler = signaler(flag, gated)) {
      signaler.signalRelay(A);
      reading.acquire();
      signaler.signalRelay(A);
      gate.release(2);
      assertThat(listener.next()).isEqualTo(new Suppressed());
      assertThat(listener.next()).isEqualTo(new Suppressed());
      assertThat(reading.availablePermits()).isEqualTo(1);
    }
  }

  @Test
  void everyCallComesToOneOutcomeWhateverTheThreadsDo() throws InterruptedException {
    int organizations = 8;
    int calls = 5_000;
    AtomicIntegerArray committed = new AtomicIntegerArray(organizations);
    AtomicIntegerArray seen = new AtomicIntegerArray(organizations);
    DrainFlag flag =
        organization -> {
          int index = Integer.parseInt(organization.value());
          seen.accumulateAndGet(index, committed.get(index), Math::max);
          return new Reading.Suppressed();
        };
    try (RelaySignaler signaler = signaler(flag, ACCEPTING)) {
      List<Thread> callers =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      new Thread(
                          () -> {
                            for (int call = 0; call < calls; call++) {
                              int index = (call * 31 + i) % organizations;
                              committed.incrementAndGet(index);
                              signaler.signalRelay(new OrganizationId(Integer.toString(index)));
                            }
                          }))
              .toList();
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertThat(seen.toString()).isEqualTo(committed.toString());
    assertThat(listener.outcomes()).as("one outcome per call").hasSize(4 * calls);
  }

  @Test
  void aBlockedSenderBlocksNoCallerAndBoundsWhatWaits() throws InterruptedException {
    SignalerOptions options =
        SignalerOptions.builder().maximumQueued(1_000).closeLimit(Duration.ZERO).build();
    try (RelaySignaler signaler = new RelaySignaler(options, NEEDED, gated, listener)) {
      for (int i = 0; i < 10_000; i++) {
        signaler.signalRelay(new OrganizationId("o" + i));
      }
      assertThat(listener.failures(FailureCause.OVERFLOW)).isEqualTo(9_000);
      gated.entered.acquire(options.senderThreads());
    }
    assertThat(listener.failures(FailureCause.CLOSED)).isEqualTo(1_000);
    gated.gate.release(options.senderThreads());
    listener.outcomes(10_000);
  }

  @Test
  void whileTemporalIsDownAttemptsPauseAndOrganizationsWait() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    WakeSender down =
        (organization, databaseId) -> {
          attempts.incrementAndGet();
          return new WakeAnswer.Unreachable("down");
        };
    SignalerOptions options = SignalerOptions.builder().closeLimit(Duration.ZERO).build();
    try (RelaySignaler signaler = new RelaySignaler(options, NEEDED, down, listener)) {
      for (int i = 0; i < 10_000; i++) {
        signaler.signalRelay(new OrganizationId("o" + i));
      }
      assertThat(listener.nextFailure(FailureCause.UNREACHABLE).reason()).isEqualTo("down");
    }
    assertThat(attempts.get()).isLessThan(100);
    listener.outcomes(9_999);
  }

  @Test
  void whenTemporalIsBackWhatWaitedIsSent() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    WakeSender failingOnce =
        (organization, databaseId) ->
            attempts.getAndIncrement() == 0
                ? new WakeAnswer.Unreachable("down")
                : new WakeAnswer.Accepted();
    SignalerOptions options = SignalerOptions.builder().senderThreads(1).build();
    try (RelaySignaler signaler = new RelaySignaler(options, NEEDED, failingOnce, listener)) {
      signaler.signalRelay(List.of(A, B));
      listener.nextFailure(FailureCause.UNREACHABLE);
      assertThat(listener.next()).isEqualTo(new Sent());
    }
  }

  @Test
  void aRefusalConcernsOneOrganization() throws InterruptedException {
    WakeSender refusing = (organization, databaseId) -> new WakeAnswer.Refused("too many");
    try (RelaySignaler signaler = signaler(NEEDED, refusing)) {
      signaler.signalRelay(A);
      assertThat(listener.nextFailure(FailureCause.REFUSED).reason()).isEqualTo("too many");
    }
  }

  @Test
  void anOrganizationWhoseSendingThrewCanBeSignaledAgain() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    WakeSender throwing =
        (organization, databaseId) -> {
          if (attempts.getAndIncrement() == 0) {
            throw new AssertionError("a bug");
          }
          return new WakeAnswer.Accepted();
        };
    SignalerOptions options = SignalerOptions.builder().senderThreads(1).build();
    try (RelaySignaler signaler = new RelaySignaler(options, NEEDED, throwing, listener)) {
      signaler.signalRelay(A);
      assertThat(listener.nextFailure(FailureCause.REFUSED).reason())
          .contains("java.lang.AssertionError");
      signaler.signalRelay(A);
      assertThat(listener.next()).isEqualTo(new Sent());
    }
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    AtomicInteger told = new AtomicInteger();
    SignalListener throwing =
        (organization, outcome) -> {
          told.incrementAndGet();
          throw new IllegalStateException("a bug of the user's");
        };
    SignalerOptions options = SignalerOptions.builder().senderThreads(1).build();
    RelaySignaler signaler = new RelaySignaler(options, NEEDED, ACCEPTING, throwing);
    signaler.signalRelay(List.of(A, B));
    signaler.close();
    signaler.signalRelay(A);
    assertThat(told).hasValue(3);
  }

  @Test
  void closeSendsWhatWaits() {
    RelaySignaler signaler = signaler(NEEDED, ACCEPTING);
    for (int i = 0; i < 1_000; i++) {
      signaler.signalRelay(new OrganizationId("o" + i));
    }
    signaler.close();
    assertThat(listener.outcomes()).hasSize(1_000).containsOnly(new Sent());
  }

  @Test
  void closedItFailsAndDoesNotThrow() throws InterruptedException {
    RelaySignaler signaler = signaler(NEEDED, ACCEPTING);
    signaler.close();
    signaler.close();
    signaler.signalRelay(A);
    listener.nextFailure(FailureCause.CLOSED);
  }

  @Test
  void whatIsInFlightWhenTheCloseLimitEndsFailsOnce() throws InterruptedException {
    SignalerOptions options =
        SignalerOptions.builder().senderThreads(1).closeLimit(Duration.ZERO).build();
    RelaySignaler signaler = new RelaySignaler(options, NEEDED, gated, listener);
    signaler.signalRelay(A);
    gated.entered.acquire();
    signaler.signalRelay(List.of(A, B));
    signaler.close();
    assertThat(listener.failures(FailureCause.CLOSED)).isEqualTo(3);
    gated.gate.release();
    signaler.signalRelay(A);
    assertThat(listener.outcomes()).hasSize(4);
  }

  private RelaySignaler signaler(DrainFlag flag, WakeSender sender) {
    SignalerOptions options = SignalerOptions.builder().closeLimit(Duration.ofSeconds(60)).build();
    return new RelaySignaler(options, flag, sender, listener);
  }
}
