package dev.signalbox.testkit.svix;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Builds an emulator; not thread-safe. Without any call it is as {@link SvixEmulator#start()}. */
public final class SvixEmulatorBuilder {

  private InetAddress bindAddress = InetAddress.getLoopbackAddress();
  private int port;
  private Optional<String> requiredToken = Optional.empty();
  private Optional<Duration> eventIdWindow = Optional.empty();
  private Optional<Duration> idempotencyLock = Optional.of(Duration.ofSeconds(5));
  private int bodyLimit = 2 << 20;
  private List<Duration> retries =
      List.of(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(2));
  private Duration deliveryTimeout = Duration.ofSeconds(15);
  private InstantSource clock = InstantSource.system();

  SvixEmulatorBuilder() {}

  /** Listens there; default is loopback. The wildcard address makes it reachable for containers. */
  public SvixEmulatorBuilder bindAddress(InetAddress address) {
    bindAddress = address;
    return this;
  }

  /** Listens on this port; 0, the default, takes a free one. */
  public SvixEmulatorBuilder port(int newPort) {
    port = newPort;
    return this;
  }

  /** Accepts this token alone; the default accepts any. */
  public SvixEmulatorBuilder requiredToken(String token) {
    requiredToken = Optional.of(token);
    return this;
  }

  /**
   * Forgets that an event id is taken after this time, as Svix's cloud does after a day; the
   * default is never, as in the open-source server.
   */
  public SvixEmulatorBuilder eventIdWindow(Duration window) {
    eventIdWindow = Optional.of(window);
    return this;
  }

  /** Ignores idempotency keys, as a server without a cache. */
  public SvixEmulatorBuilder withoutIdempotency() {
    idempotencyLock = Optional.empty();
    return this;
  }

  /** How long a repeated key waits for its first request until it gets a 500; default 5 s. */
  public SvixEmulatorBuilder idempotencyLock(Duration lock) {
    idempotencyLock = Optional.of(lock);
    return this;
  }

  /** The largest request body in bytes; default 2 MiB. */
  public SvixEmulatorBuilder bodyLimit(int bytes) {
    bodyLimit = bytes;
    return this;
  }

  /** Waiting times before each retry of a delivery to an endpoint; default 0.1, 0.5 and 2 s. */
  public SvixEmulatorBuilder retrySchedule(List<Duration> waits) {
    retries = List.copyOf(waits);
    return this;
  }

  /** How long an endpoint may take to answer; default 15 s. */
  public SvixEmulatorBuilder deliveryTimeout(Duration timeout) {
    deliveryTimeout = timeout;
    return this;
  }

  /** The clock of ids, windows and retention; default is the system's. */
  public SvixEmulatorBuilder clock(InstantSource newClock) {
    clock = newClock;
    return this;
  }

  /**
   * Starts it.
   *
   * @throws java.io.UncheckedIOException when the address cannot be bound
   */
  public SvixEmulator start() {
    return SvixEmulator.start(
        new Options(
            new InetSocketAddress(bindAddress, port),
            requiredToken,
            new Options.Rules(eventIdWindow, idempotencyLock, bodyLimit),
            new RetrySchedule(retries, deliveryTimeout),
            clock));
  }
}
