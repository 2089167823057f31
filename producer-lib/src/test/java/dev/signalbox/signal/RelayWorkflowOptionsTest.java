package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.Source;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;
import org.junit.jupiter.api.Test;

class RelayWorkflowOptionsTest {

  @Test
  void namesTheWorkflowOfTheOrganizationAndLetsItRunAgain() {
    WorkflowOptions options =
        RelayWorkflowOptions.of(new Source("shop"), new OrganizationId("acme/1"), "relay");
    assertThat(options.getWorkflowId()).isEqualTo("signalbox/shop/acme%2F1");
    assertThat(options.getTaskQueue()).isEqualTo("relay");
    assertThat(options.getWorkflowIdReusePolicy())
        .isEqualTo(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE);
    assertThat(options.getStaticSummary()).isEqualTo("Webhook relay of acme/1");
    assertThat(options.getPriority().getFairnessKey()).isEqualTo("acme/1");
  }

  @Test
  void aLongOrganizationIsCutInTheSummaryBetweenCharacters() {
    assertThat(RelayWorkflowOptions.summaryName("x".repeat(80))).isEqualTo("x".repeat(80));
    assertThat(RelayWorkflowOptions.summaryName("x" + "\uD83D\uDE00".repeat(20)))
        .isEqualTo("x" + "\uD83D\uDE00".repeat(19) + "…");
  }
}
