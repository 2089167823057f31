package dev.signalbox.relay.svix;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.signalbox.contract.SvixRules;
import dev.signalbox.relay.deliver.Target;
import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * Where the messages of an application go. What would be put into a path unescaped must not be able
 * to mean another path. Safe for any number of threads.
 */
final class Routes {

  private static final int MOST_REMEMBERED = 10_000;

  private final HttpUrl server;
  private final Cache<Target, Optional<URI>> messages =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).executor(Runnable::run).build();

  Routes(HttpUrl server) {
    this.server = server;
  }

  /** Empty when the application's name cannot be part of an address. */
  Optional<URI> messages(Target target) {
    return messages.get(
        target, known -> isUsable(known) ? Optional.of(find(known)) : Optional.empty());
  }

  // The query is part of what Svix compares idempotency keys by: the same for every attempt.
  private URI find(Target target) {
    return new HttpUrl.Builder()
        .scheme(server.scheme())
        .host(server.host())
        .port(server.port())
        .encodedPath("/api/v1/app/" + target.application() + "/msg")
        .addQueryParameter("with_content", "false")
        .build()
        .uri();
  }

  private static boolean isUsable(Target target) {
    String application = target.application();
    return target.createIfMissing()
        ? SvixRules.isUsableUid(application)
        : SvixRules.isName(application) && !application.equals(".") && !application.equals("..");
  }
}
