package dev.signalbox.testkit.services;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that is started when it is first asked for; a failed start is not repeated. */
final class Lazy<S extends BackingService> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackingServices.class);

  private final Supplier<Resolution<S>> start;
  private @Nullable Resolution<S> resolution;
  private @Nullable RuntimeException failure;
  private boolean closed;

  Lazy(Supplier<Resolution<S>> start) {
    this.start = start;
  }

  synchronized S get() {
    if (closed) {
      throw new IllegalStateException("The backing services are closed.");
    }
    if (failure != null) {
      throw failure;
    }
    if (resolution == null) {
      resolution = startOnce();
    }
    return resolution.service();
  }

  /** Empty as long as nobody asked for the service. */
  synchronized List<String> describe() {
    return resolution == null ? List.of() : List.of(describe(resolution));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (resolution != null) {
      resolution.service().close();
    }
  }

  private Resolution<S> startOnce() {
    try {
      Resolution<S> started = start.get();
      LOG.info("{}", describe(started));
      return started;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private static String describe(Resolution<? extends BackingService> resolution) {
    String failed =
        resolution.failed().isEmpty() ? "" : " (" + String.join(" ", resolution.failed()) + ")";
    return resolution.service().describe() + failed;
  }
}
