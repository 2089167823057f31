package dev.signalbox.bench.relay;

/** A run of a workflow. */
public record WorkflowRun(String workflowId, String runId) {}
