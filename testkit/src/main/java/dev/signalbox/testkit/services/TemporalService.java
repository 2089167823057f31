package dev.signalbox.testkit.services;

import io.grpc.ClientInterceptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Temporal server that answers.
 *
 * <p>The embedded one is Temporal's in-memory test server, in real time. It has neither schedules
 * (cron included) nor limits nor a UI, forgets everything at the end, and now and then answers a
 * signal-with-start that races with the end of a workflow with {@code NOT_FOUND} or {@code
 * ALREADY_EXISTS}. Whoever connects workers to it with stubs of their own must add {@link
 * #interceptors}.
 */
public final class TemporalService implements BackingService {

  private static final Duration CONNECT_AGAIN_AFTER = Duration.ofMillis(100);

  private final ServiceKind kind;
  private final TemporalEndpoint endpoint;
  private final Runnable stop;
  private final String version;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Waits until the server reports that it is healthy.
   *
   * @throws ServiceUnavailableException when it does not within the limit; it is stopped then
   */
  TemporalService(ServiceKind kind, TemporalEndpoint endpoint, Duration limit, Runnable stop) {
    this.kind = kind;
    this.endpoint = endpoint;
    this.stop = stop;
    try {
      this.version = awaitVersion(endpoint.address(), limit);
    } catch (RuntimeException e) { // whatever gRPC says of a server that is not there
      stop.run();
      throw new ServiceUnavailableException(
          "Temporal at %s is not healthy: %s".formatted(endpoint.address(), e.getMessage()), e);
    }
  }

  /** Host and port of the gRPC front end. */
  public String address() {
    return endpoint.address();
  }

  /** A namespace that exists. */
  public String namespace() {
    return endpoint.namespace();
  }

  /** The web UI, where there is one that is known. */
  public Optional<URI> uiUrl() {
    return Optional.ofNullable(endpoint.uiUrl());
  }

  /** The server's own version. */
  public String version() {
    return version;
  }

  /** Whether it is Temporal's test server with its gaps. */
  public boolean isInMemory() {
    return kind == ServiceKind.EMBEDDED;
  }

  /** What every channel of a worker needs here: {@link NoStickyQueue} or nothing. */
  public List<ClientInterceptor> interceptors() {
    return isInMemory() ? List.of(new NoStickyQueue()) : List.of();
  }

  /** The address and the {@link #interceptors}, to be extended by {@code newBuilder(options)}. */
  public WorkflowServiceStubsOptions stubsOptions() {
    return WorkflowServiceStubsOptions.newBuilder()
        .setTarget(address())
        .setGrpcClientInterceptors(interceptors())
        .build();
  }

  /** New stubs for clients and workers; the caller shuts them down. */
  public WorkflowServiceStubs newServiceStubs() {
    return WorkflowServiceStubs.newServiceStubs(stubsOptions());
  }

  @Override
  public ServiceKind kind() {
    return kind;
  }

  @Override
  public String describe() {
    String what = isInMemory() ? "in-memory test server" : version;
    String ui = uiUrl().map(url -> ", UI " + url).orElse("");
    return "Temporal %s %s at %s%s".formatted(what, kind, address(), ui);
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      stop.run();
    }
  }

  static String awaitVersion(String address, Duration limit) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setConnectionBackoffResetFrequency(CONNECT_AGAIN_AFTER)
                .build());
    try {
      awaitHealth(stubs, limit);
      return stubs
          .blockingStub()
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
          .getServerVersion();
    } finally {
      stubs.shutdownNow();
    }
  }

  /** One call that waits for the connection; the stubs' own connect gives up after 5 seconds. */
  private static void awaitHealth(WorkflowServiceStubs stubs, Duration limit) {
    ServingStatus status =
        HealthGrpc.newBlockingStub(stubs.getRawChannel())
            .withWaitForReady()
            .withDeadlineAfter(limit)
            .check(
                HealthCheckRequest.newBuilder()
                    .setService(WorkflowServiceStubs.HEALTH_CHECK_SERVICE_NAME)
                    .build())
            .getStatus();
    if (status != ServingStatus.SERVING) {
      throw new IllegalStateException("its health is " + status);
    }
  }
}
