package dev.signalbox.testkit.services;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service that is started when it is first asked for; a failed start is not repeated. */
final class Lazy<S extends BackingService> implements AutoCloseable {

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
    if (resolution == null) {
      return List.of();
    }
    String reasons =
        resolution.passedOver().isEmpty()
            ? ""
            : " (not taken: " + String.join(" ", resolution.passedOver()) + ")";
    return List.of(resolution.service().describe() + reasons);
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
      return start.get();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }
}
