package dev.signalbox.relay.drain;

import static dev.signalbox.relay.drain.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.lease.Holder;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.settle.Settlement;
import dev.signalbox.relay.settle.Settlers;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class SettleBehindTest {

  private static final Lease LEASE =
      new Lease(new OrganizationId("acme"), 1, new Holder("run", 1, 1), false);
  private static final Settlement NOTHING = new Settlement(List.of(), List.of(), List.of());
  private static final Settlement ONE =
      new Settlement(
          List.of(new Settlement.Accepted(row(1), "msg_1", false)), List.of(), List.of());

  @Test
  void nothingUnderWayMeansThatTheLeaseIsHeld() throws Exception {
    assertThat(behind(new SQLException("not called"), Runnable::run).join()).isTrue();
  }

  @Test
  void anEmptySettlementCostsNothing() throws Exception {
    AtomicInteger started = new AtomicInteger();
    SettleBehind behind = behind(new SQLException("not called"), task -> started.incrementAndGet());
    behind.settle(NOTHING);
    assertThat(behind.join()).isTrue();
    assertThat(started).hasValue(0);
  }

  @Test
  void aFailureOfTheDatabaseIsToldAsItself() {
    SQLException failure = new SQLException("down", "08006");
    SettleBehind behind = behind(failure, task -> Thread.ofVirtual().start(task));
    behind.settle(ONE);
    assertThatThrownBy(behind::join).isSameAs(failure);
  }

  @Test
  void theEndOfAFailedSettlementCanBeAwaitedWithoutHearingOfItAgain() throws Exception {
    SettleBehind behind = behind(new SQLException("down", "08006"), Runnable::run);
    behind.settle(ONE);
    behind.awaitEnd();
  }

  @Test
  void aBugIsABug() {
    IllegalArgumentException bug = new IllegalArgumentException("bug");
    SettleBehind behind = behind(bug, Runnable::run);
    behind.settle(ONE);
    assertThatThrownBy(behind::join).isInstanceOf(IllegalStateException.class).hasCause(bug);
  }

  @Test
  void anErrorStaysAnError() {
    StackOverflowError error = new StackOverflowError();
    SettleBehind behind = behind(error, Runnable::run);
    behind.settle(ONE);
    assertThatThrownBy(behind::join).isSameAs(error);
  }

  private static SettleBehind behind(Throwable failure, SideExecutor executor) {
    return new SettleBehind(Settlers.on(failing(failure)), LEASE, executor);
  }

  private static DataSource failing(Throwable failure) {
    return (DataSource)
        Proxy.newProxyInstance(
            SettleBehindTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              throw failure;
            });
  }
}
