package dev.signalbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelayContractTest {

  @Test
  void workflowIdNamesSourceAndOrganization() {
    assertThat(RelayContract.workflowId(new Source("shop"), new OrganizationId("acme-1.eu_x")))
        .isEqualTo("signalbox/shop/acme-1.eu_x");
  }

  @Test
  void noTwoOrganizationsShareAWorkflowId() {
    Set<String> ids = new HashSet<>();
    for (String value : List.of("a/b", "a%2Fb", "a%2fb", "a b", "a+b", "a%20b", "ä", "Ä", "a:b")) {
      assertThat(ids.add(RelayContract.workflowId(Source.DEFAULT, new OrganizationId(value))))
          .as(value)
          .isTrue();
    }
  }

  @Test
  void refusesWhatTemporalOrPostgresCannotCarry() {
    for (String value : List.of("", "  ", "a\u0000b", "a\nb", "\ud800", "x".repeat(257))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new OrganizationId(value));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new OrganizationId("🚀".repeat(100)));
  }

  @Test
  void idsLikeSvixsOwnAreNoUids() {
    for (String value : List.of(".", "..", "app_1", "org_x", "MSG_a", "ep_1", "a/b", "ä")) {
      assertThat(new OrganizationId(value).isSvixUid()).as(value).isFalse();
    }
    for (String value : List.of("acme", "app-1", "42", "a.b", "application_1")) {
      assertThat(new OrganizationId(value).isSvixUid()).as(value).isTrue();
    }
  }

  @Test
  void aFairnessKeyNeverExceedsTemporalsLimit() {
    assertThat(fairnessKey("x".repeat(64))).isEqualTo("x".repeat(64));
    assertThat(fairnessKey("x".repeat(65))).hasSize(64).isNotEqualTo(fairnessKey("x".repeat(66)));
    assertThat(fairnessKey("é".repeat(33))).as("66 bytes in 33 characters").matches("[0-9a-f]{64}");
  }

  private static String fairnessKey(String organization) {
    return RelayContract.fairnessKey(new OrganizationId(organization));
  }
}
