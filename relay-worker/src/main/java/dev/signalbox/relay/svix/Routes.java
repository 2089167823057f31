package dev.signalbox.relay.svix;

import dev.signalbox.contract.SvixRules;
import dev.signalbox.relay.deliver.Target;
import java.util.Optional;

/**
 * Where the messages of an application go. What would be put into a path unescaped must not be able
 * to mean another path.
 */
final class Routes {

  private Routes() {}

  /**
   * Path and query; empty when the application's name cannot be part of them. The query is part of
   * what Svix compares idempotency keys by: the same for every attempt.
   */
  static Optional<String> messages(Target target) {
    return isUsable(target)
        ? Optional.of("/api/v1/app/" + target.application() + "/msg?with_content=false")
        : Optional.empty();
  }

  private static boolean isUsable(Target target) {
    String application = target.application();
    return target.createIfMissing()
        ? SvixRules.isUsableUid(application)
        : SvixRules.isName(application) && !application.equals(".") && !application.equals("..");
  }
}
