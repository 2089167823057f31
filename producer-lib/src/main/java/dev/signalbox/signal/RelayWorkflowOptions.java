package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.RelayContract;
import dev.signalbox.contract.Source;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import java.nio.charset.StandardCharsets;

/** How the workflow of an organization is started, by whoever wakes it. */
public final class RelayWorkflowOptions {

  /** Of the organization, in bytes: leaves the summary below Temporal's 200, quoted and escaped. */
  private static final int MAX_SUMMARY_BYTES = 80;

  private RelayWorkflowOptions() {}

  /**
   * The options of a signal-with-start: the id of the wire contract, may run again after it has
   * completed, fair among organizations.
   */
  public static WorkflowOptions of(Source source, OrganizationId organization, String taskQueue) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(RelayContract.workflowId(source, organization))
        .setTaskQueue(taskQueue)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .setStaticSummary("Webhook relay of " + summaryName(organization.value()))
        .setPriority(
            Priority.newBuilder().setFairnessKey(RelayContract.fairnessKey(organization)).build())
        .build();
  }

  /** The organization id, cut between two characters where it is too long. */
  static String summaryName(String organization) {
    int bytes = 0;
    for (int i = 0; i < organization.length(); ) {
      int character = organization.codePointAt(i);
      bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_SUMMARY_BYTES) {
        return organization.substring(0, i) + "…";
      }
      i += Character.charCount(character);
    }
    return organization;
  }
}
