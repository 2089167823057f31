package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.testkit.services.SignalboxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much one look brings. */
class OutboxViewIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  /** Their payloads alone would be far below the share. */
  @Test
  void ofSmallEventsASmallShareHoldsFew() throws Exception {
    SliceBench bench = new SliceBench(SIGNALBOX.database().dataSource());
    bench.append(250);
    OutboxView view = view(bench, 100 * 512);

    assertThat(view.fromTheBeginning()).hasSize(100);
    view.readAhead();
    assertThat(view.onward()).hasSize(100);
    assertThat(view.onward()).hasSize(50);
  }

  private static OutboxView view(SliceBench bench, long share) {
    DrainSettings settings = DrainSettings.DEFAULT;
    return new OutboxView(
        new OutboxReader(
            SIGNALBOX.database().dataSource(),
            read -> Thread.ofVirtual().start(read),
            SchemaName.DEFAULT,
            settings,
            RetryLimits.DEFAULT),
        bench.organization,
        new OutboxView.Limits(
            settings.batchRows(),
            () -> share,
            new LargeEvents(settings, new Slots(settings)),
            () -> false),
        System::nanoTime);
  }
}
