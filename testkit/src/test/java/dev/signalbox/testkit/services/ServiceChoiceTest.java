package dev.signalbox.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceChoiceTest {

  @Test
  void anEmptyEnvironmentLeavesTheChoiceOpen() {
    assertThat(ServiceChoice.from(Map.of(ServiceChoice.SERVICES, " ")))
        .isEqualTo(new ServiceChoice(Preference.AUTO, Preference.AUTO, Preference.AUTO, true));
  }

  @Test
  void oneSwitchSetsAllThatHaveTheKind() {
    assertThat(ServiceChoice.of(Preference.EMBEDDED))
        .isEqualTo(
            new ServiceChoice(Preference.EMBEDDED, Preference.EMBEDDED, Preference.EMBEDDED, true));
    assertThat(ServiceChoice.from(Map.of(ServiceChoice.SERVICES, "containers")))
        .isEqualTo(
            new ServiceChoice(
                Preference.CONTAINERS, Preference.CONTAINERS, Preference.EMBEDDED, true));
    assertThat(ServiceChoice.from(Map.of(ServiceChoice.SERVICES, "local")))
        .isEqualTo(
            new ServiceChoice(Preference.EMBEDDED, Preference.LOCAL, Preference.EMBEDDED, true));
  }

  @Test
  void aServiceHasItsOwnSwitch() {
    Map<String, String> environment =
        Map.of(
            ServiceChoice.SERVICES, "embedded",
            ServiceChoice.POSTGRES, "containers",
            ServiceChoice.TEMPORAL, "local",
            ServiceChoice.SVIX, "auto");
    assertThat(ServiceChoice.from(environment).withoutDurability())
        .isEqualTo(
            new ServiceChoice(Preference.CONTAINERS, Preference.LOCAL, Preference.AUTO, false));
  }

  @Test
  void anUnknownWordIsRefusedByTheNameOfItsSetting() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceChoice.from(Map.of(ServiceChoice.TEMPORAL, "cloud")))
        .withMessage(
            "SIGNALBOX_TEST_TEMPORAL is \"cloud\"; it must be one of auto, local, containers,"
                + " embedded.");
  }
}
