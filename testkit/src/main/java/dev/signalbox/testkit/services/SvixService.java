package dev.signalbox.testkit.services;

import dev.signalbox.testkit.svix.SvixEmulator;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Svix server that answers: a real one that was given, or the emulator in this JVM. */
public final class SvixService implements BackingService {

  private final URI serverUrl;
  private final String token;
  private final @Nullable SvixEmulator emulator;

  private SvixService(URI serverUrl, String token, @Nullable SvixEmulator emulator) {
    this.serverUrl = serverUrl;
    this.token = token;
    this.emulator = emulator;
  }

  static SvixService given(URI serverUrl, String token) {
    return new SvixService(serverUrl, token, null);
  }

  static SvixService emulated(SvixEmulator emulator) {
    return new SvixService(URI.create(emulator.url()), emulator.token(), emulator);
  }

  /** The base of its API, without a path. */
  public URI serverUrl() {
    return serverUrl;
  }

  /** A token that it accepts; a secret where the server is a given one. */
  public String token() {
    return token;
  }

  /** The emulator with its ledger and its faults; empty where the server is a given one. */
  public Optional<SvixEmulator> emulator() {
    return Optional.ofNullable(emulator);
  }

  @Override
  public ServiceKind kind() {
    return emulator == null ? ServiceKind.GIVEN : ServiceKind.EMBEDDED;
  }

  @Override
  public String describe() {
    return "Svix%s %s at %s".formatted(emulator == null ? "" : " emulator", kind(), serverUrl);
  }

  @Override
  public void close() {
    if (emulator != null) {
      emulator.close();
    }
  }
}
