package dev.signalbox.testkit.services;

/** A server that runs and answers. Instances are safe for use by several threads. */
public sealed interface BackingService extends AutoCloseable
    permits PostgresService, TemporalService, SvixService {

  /** Where it comes from. */
  ServiceKind kind();

  /** One line for people: name, version, kind and address; never a secret. */
  String describe();

  /** Stops what was started for it; a given one goes on. Closing twice does nothing. */
  @Override
  void close();
}
