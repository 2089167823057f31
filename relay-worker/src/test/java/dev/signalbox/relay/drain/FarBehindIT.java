package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.testkit.services.SignalboxExtension;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commits late and farther behind than late looks go is found when the linger ends. */
class FarBehindIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final DataSource dataSource = SIGNALBOX.database().dataSource();

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "key")
  void itIsDelivered(@Nullable String key) throws Exception {
    SliceBench bench = new SliceBench(dataSource);
    AtomicBoolean committed = new AtomicBoolean();
    try (LateCommit late = new LateCommit(dataSource, bench, key)) {
      bench.append(key, "{}");
      FakeDestination destination =
          new FakeDestination(
              event -> {
                if (committed.compareAndSet(false, true)) {
                  late.commit();
                }
                return FakeDestination.accepted();
              });

      bench.drainAll(
          bench.relay(
              destination,
              SliceBench.settings(Duration.ofMillis(200), 10, 4 << 20, SliceBench.LATER)));

      assertThat(destination.storedIds()).hasSize(2);
      assertThat(bench.pending()).isZero();
    }
  }
}
