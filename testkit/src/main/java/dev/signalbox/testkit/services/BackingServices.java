package dev.signalbox.testkit.services;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * PostgreSQL, Temporal and Svix, each of the first kind that can be had: an address of the
 * environment, a local program, a container, embedded. Each one starts when it is first asked for,
 * once. What is not closed by its owner is closed when the JVM ends. Safe for use by several
 * threads.
 *
 * <pre>{@code
 * try (BackingServices services = BackingServices.start(ServiceChoice.fromEnvironment())) {
 *   services.describe().forEach(System.out::println);
 *   PostgresDatabase database = services.postgres().createDatabase();
 *   WorkflowServiceStubs stubs = services.temporal().newServiceStubs();
 * }
 * }</pre>
 */
public final class BackingServices implements AutoCloseable {

  private final Lazy<PostgresService> postgres;
  private final Lazy<TemporalService> temporal;
  private final Lazy<SvixService> svix;
  private final Supplier<Resolution<SvixService>> newSvix;
  private final Thread atExit = new Thread(this::closeAll, "signalbox-backing-services-close");

  private BackingServices(ServiceChoice choice, Surroundings surroundings) {
    this.postgres =
        new Lazy<>(
            () ->
                Resolution.of(
                    "PostgreSQL",
                    choice.postgres(),
                    PostgresCandidates.in(surroundings, choice.durable())));
    this.temporal =
        new Lazy<>(
            () ->
                Resolution.of("Temporal", choice.temporal(), TemporalCandidates.in(surroundings)));
    this.newSvix = () -> Resolution.of("Svix", choice.svix(), SvixCandidates.in(surroundings));
    this.svix = new Lazy<>(newSvix);
  }

  /** Services that start when they are asked for. */
  public static BackingServices lazily(ServiceChoice choice) {
    BackingServices services = new BackingServices(choice, Surroundings.ofThisMachine());
    Runtime.getRuntime().addShutdownHook(services.atExit);
    return services;
  }

  /**
   * Services that all run on return, started side by side.
   *
   * @throws ServiceUnavailableException when one cannot be had; the others are closed then
   */
  public static BackingServices start(ServiceChoice choice) {
    BackingServices services = lazily(choice);
    try {
      services.startAll();
      return services;
    } catch (RuntimeException e) {
      services.close();
      throw e;
    }
  }

  /**
   * The services that all tests of this JVM share: as {@link ServiceChoice#fromEnvironment} says,
   * without durability, closed when the JVM ends. Do not close them.
   */
  public static BackingServices shared() {
    return Shared.SERVICES;
  }

  /**
   * PostgreSQL.
   *
   * @throws ServiceUnavailableException when it cannot be had
   */
  public PostgresService postgres() {
    return postgres.get();
  }

  /**
   * Temporal.
   *
   * @throws ServiceUnavailableException when it cannot be had
   */
  public TemporalService temporal() {
    return temporal.get();
  }

  /**
   * Svix.
   *
   * @throws ServiceUnavailableException when it cannot be had
   */
  public SvixService svix() {
    return svix.get();
  }

  /**
   * A Svix of the same kind that nobody else uses, unless it is a given one. The caller closes it.
   */
  public SvixService newSvix() {
    return newSvix.get().service();
  }

  /** One line for each service that runs: kind, address, and why other kinds were not taken. */
  public List<String> describe() {
    return Stream.of(postgres, temporal, svix)
        .flatMap(service -> service.describe().stream())
        .toList();
  }

  /**
   * Leaves the end of the JVM to the caller, who closes these services in a shutdown hook of their
   * own: hooks run side by side, and whoever stops in order needs the services until then.
   */
  public BackingServices closedByCaller() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    return this;
  }

  /**
   * Stops Svix, Temporal, then PostgreSQL, where they were started here. Closing twice does
   * nothing.
   */
  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is ending, and the hook finds nothing left to close
    }
  }

  private void closeAll() {
    try (postgres;
        temporal) {
      svix.close();
    }
  }

  private void startAll() {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(postgres::get, threads),
              CompletableFuture.runAsync(temporal::get, threads),
              CompletableFuture.runAsync(svix::get, threads))
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ServiceUnavailableException
          ? (ServiceUnavailableException) e.getCause()
          : e;
    } finally {
      threads.shutdown();
    }
  }

  private static final class Shared {
    static final BackingServices SERVICES =
        lazily(ServiceChoice.fromEnvironment().withoutDurability());
  }
}
