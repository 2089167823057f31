package dev.signalbox.relay.drain;

import java.util.concurrent.Executor;

/**
 * Runs what a slice does beside its deliveries: a settlement, the read of the next page, its
 * heartbeats.
 */
interface SideExecutor extends Executor {}
