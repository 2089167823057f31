package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.signal.DrainFlag.Reading;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedDrainFlagTest {

  private static final OrganizationId ORGANIZATION = new OrganizationId("acme");

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
  private final AtomicInteger reads = new AtomicInteger();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private volatile boolean broken;
  private volatile Reading answer = new Reading.Needed("db-1");
  private final BoundedDrainFlag flag =
      new BoundedDrainFlag(this::read, Duration.ofSeconds(30), 1, now::get);

  @AfterEach
  void close() {
    flag.close();
  }

  @Test
  void passesOnWhatItReads() {
    assertThat(flag.read(ORGANIZATION)).isEqualTo(answer);
    answer = new Reading.Suppressed();
    assertThat(flag.read(ORGANIZATION)).isEqualTo(answer);
    answer = new Reading.WrongSource("another");
    assertThat(flag.read(ORGANIZATION)).isEqualTo(answer);
  }

  @Test
  void afterAFailureSignalsAreNeededAndTheDatabaseRests() {
    flag.read(ORGANIZATION);
    answer = new Reading.Suppressed();
    broken = true;
    assertThat(flag.read(ORGANIZATION)).isEqualTo(new Reading.Needed("db-1"));
    broken = false;
    assertThat(flag.read(ORGANIZATION)).isEqualTo(new Reading.Needed("db-1"));
    assertThat(reads).hasValue(2);
    now.addAndGet(BoundedDrainFlag.REST.toNanos());
    assertThat(flag.read(ORGANIZATION)).isEqualTo(new Reading.Suppressed());
  }

  @Test
  void aReadThatHangsIsGivenUpAndDoesNotHoldUpTheNext() throws InterruptedException {
    try (BoundedDrainFlag hanging =
        new BoundedDrainFlag(this::hang, Duration.ofMillis(1), 1, now::get)) {
      assertThat(hanging.read(ORGANIZATION)).isEqualTo(new Reading.Needed(""));
      now.addAndGet(BoundedDrainFlag.REST.toNanos());
      assertThat(hanging.read(ORGANIZATION)).isEqualTo(new Reading.Needed(""));
    }
    interrupted.await();
  }

  private Reading read(OrganizationId organization) throws SQLException {
    reads.incrementAndGet();
    if (broken) {
      throw new SQLException("broken");
    }
    return answer;
  }

  private Reading hang(OrganizationId organization) {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown(); // and goes on hanging, as a socket read does
      }
    }
  }
}
