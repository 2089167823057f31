package dev.signalbox.relay.lease;

/**
 * One attempt of one slice of one workflow run.
 *
 * @param runId Temporal's run id
 * @param slice number of the slice within the run, from 1
 * @param attempt Temporal's attempt of that slice, from 1
 */
public record Holder(String runId, long slice, int attempt) {}
