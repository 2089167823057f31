package dev.signalbox.testkit.svix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * A Svix server in memory behind real HTTP, for tests, demos and benchmarks. Thread-safe. Nothing
 * outlives {@link #close()}.
 *
 * <p>It answers the parts of Svix's interface that {@link Route} names with Svix's statuses, bodies
 * and ids, keeps payloads byte for byte, and signs what it sends to endpoints.
 */
public final class SvixEmulator implements AutoCloseable {

  private final Options options;
  private final Ledger ledger = new Ledger();
  private final Faults faults = new Faults();
  private final Dispatcher dispatcher;
  private final HttpFront front;

  private SvixEmulator(Options options) throws IOException {
    this.options = options;
    Ids ids = new Ids(options.clock());
    Applications applications =
        new Applications(
            options.clock(),
            ids,
            () -> new MessageLog(options.clock(), ids, ledger, options.rules().eventIdWindow()));
    dispatcher = new Dispatcher(options.clock(), ids, options.delivery());
    Intake intake =
        new Intake(
            handlers(applications, ids),
            applications,
            options.requiredToken(),
            options.rules().idempotencyLock().map(this::idempotencyKeys),
            new Intake.Observers(ledger, faults));
    front = new HttpFront(options.address(), options.rules().bodyLimit(), intake::answer);
  }

  /** Starts one on a free loopback port that accepts any token. */
  public static SvixEmulator start() {
    return builder().start();
  }

  /** For one with a port, a token or limits of its own. */
  public static SvixEmulatorBuilder builder() {
    return new SvixEmulatorBuilder();
  }

  static SvixEmulator start(Options options) {
    try {
      SvixEmulator emulator = new SvixEmulator(options);
      emulator.front.start();
      return emulator;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Svix emulator cannot listen on %s.".formatted(options.address()), e);
    }
  }

  /** Base URL without a slash at its end, reachable from this host. */
  public String url() {
    InetAddress bound = front.address().getAddress();
    String host =
        bound.isAnyLocalAddress() || bound.isLoopbackAddress()
            ? "127.0.0.1"
            : bound.getHostAddress();
    return "http://" + host + ":" + port();
  }

  /** The port that it listens on, also where any free one was asked for. */
  public int port() {
    return front.address().getPort();
  }

  /** A token that it accepts. */
  public String token() {
    return options.requiredToken().orElse("testsk_emulator");
  }

  /** What it has stored and been asked; grows until it is closed. */
  public Ledger ledger() {
    return ledger;
  }

  /** What goes wrong from now on; none at first. */
  public Faults faults() {
    return faults;
  }

  /** Ends all requests and frees the port. */
  @Override
  public void close() {
    faults.close();
    front.close();
    dispatcher.close();
  }

  private Map<Route, Handler> handlers(Applications applications, Ids ids) {
    EventTypes types = new EventTypes(options.clock());
    Map<Route, Handler> handlers = new EnumMap<>(Route.class);
    handlers.putAll(new ApplicationRoutes(applications).handlers());
    handlers.putAll(new MessageRoutes(applications, dispatcher).handlers());
    handlers.putAll(new EndpointRoutes(applications, types, ids, options.clock()).handlers());
    handlers.putAll(new AttemptRoutes(applications).handlers());
    handlers.putAll(new EventTypeRoutes(types).handlers());
    handlers.putAll(new LedgerRoutes(ledger).handlers());
    handlers.putAll(HealthRoutes.handlers());
    return handlers;
  }

  private IdempotencyKeys idempotencyKeys(Duration lock) {
    return new IdempotencyKeys(options.clock(), lock, ledger::repeatedKey);
  }
}
