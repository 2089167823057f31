package dev.signalbox.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class BackingServicesIT {

  private static final ServiceChoice EMBEDDED =
      ServiceChoice.of(Preference.EMBEDDED).withoutDurability();

  @Test
  void nothingStartsBeforeItIsAskedFor() {
    try (BackingServices services = BackingServices.lazily(EMBEDDED)) {
      assertThat(services.describe()).isEmpty();
      TemporalService temporal = services.temporal();
      assertThat(services.temporal()).isSameAs(temporal);
      assertThat(services.describe()).containsExactly(temporal.describe());
    }
  }

  @Test
  void allRunOnReturnAndNoneAfterClose() {
    BackingServices services = BackingServices.start(EMBEDDED).closedByCaller();
    assertThat(services.describe())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("PostgreSQL 18."),
            line -> assertThat(line).startsWith("Temporal in-memory test server embedded at"),
            line -> assertThat(line).startsWith("Svix emulator embedded at http://127.0.0.1:"));
    services.close();
    services.close();
    assertThatIllegalStateException().isThrownBy(services::postgres);
  }
}
