package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.contract.Source;
import dev.signalbox.relay.installation.Installations;
import dev.signalbox.relay.installation.WrongInstallationException;
import dev.signalbox.testkit.services.SignalboxExtension;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody deletes the row that says whose outbox it is, while workers run. */
class LostInstallationIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void aSliceFailsAndSaysSoAndNothingIsLost() throws Exception {
    SliceBench bench = new SliceBench(SIGNALBOX.database().dataSource());
    FakeDestination destination = new FakeDestination();
    DrainSliceComponent relay = bench.relay(destination);
    bench.append(3);
    bench.update("CREATE TABLE signalbox.kept AS SELECT * FROM signalbox.installation");
    bench.update("DELETE FROM signalbox.installation");

    assertThat(failureOfASlice(bench, relay).getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getOriginalMessage())
                  .isEqualTo(
                      "The table installation has lost its one row; nothing is delivered until it"
                          + " is restored.");
              assertThat(e.isNonRetryable()).isFalse();
            });
    assertThat(bench.text("SELECT finished FROM signalbox.relay_lease WHERE organization_id = ?"))
        .as("the next slice need not be careful")
        .isEqualTo("t");
    assertThat(destination.calls()).isZero();
    assertThatExceptionOfType(WrongInstallationException.class)
        .as("a worker that starts")
        .isThrownBy(
            () ->
                new Installations(SIGNALBOX.database().dataSource(), SchemaName.DEFAULT)
                    .bind(Source.DEFAULT))
        .withMessageContaining("lost its one row");

    bench.update("INSERT INTO signalbox.installation SELECT * FROM signalbox.kept");
    assertThat(bench.drainAll(relay).delivered()).isEqualTo(3);
  }

  private ActivityFailure failureOfASlice(SliceBench bench, DrainSliceComponent relay) {
    temporal.registerActivitiesImplementations(SliceBench.activity(relay));
    SliceActivity activity = temporal.newActivityStub(SliceActivity.class);
    SliceRequest request =
        new SliceRequest(Source.DEFAULT.value(), bench.organization.value(), "here", 1, false, 0);
    return catchThrowableOfType(ActivityFailure.class, () -> activity.drain(request));
  }
}
