package dev.signalbox.relay.drain;

import java.util.concurrent.Executor;

/** Runs a settlement beside its slice. */
interface SettleExecutor extends Executor {}
