package dev.signalbox.testkit.svix;

import java.util.Map;
import java.util.Optional;

/** Takes a request through its life: ledger, faults, authentication, idempotency key, handler. */
final class Intake {

  private static final Reply UNKNOWN = Reply.empty(404);

  private final Map<Route, Handler> handlers;
  private final Applications applications;
  private final Optional<String> requiredToken;
  private final Optional<IdempotencyKeys> keys;
  private final Observers observers;

  /** Who watches requests and who disturbs them. */
  record Observers(Ledger ledger, Faults faults) {}

  Intake(
      Map<Route, Handler> handlers,
      Applications applications,
      Optional<String> requiredToken,
      Optional<IdempotencyKeys> keys,
      Observers observers) {
    this.handlers = Map.copyOf(handlers);
    this.applications = applications;
    this.requiredToken = requiredToken;
    this.keys = keys;
    this.observers = observers;
  }

  Reply answer(Request request) {
    if (!request.route().isSvix()) {
      return handle(request);
    }
    SvixRequest about = describe(request);
    observers.ledger().begin(about);
    Reply reply = Reply.CUT;
    try {
      reply = serve(request, about);
      return reply;
    } finally {
      observers.ledger().end(about, reply.status());
    }
  }

  private Reply serve(Request request, SvixRequest about) {
    Faults faults = observers.faults();
    Reply disturbed = faults.strike(FaultPoint.ARRIVAL, about, UNKNOWN);
    if (disturbed != UNKNOWN) {
      return disturbed;
    }
    if (request.route().isProtected() && !isAuthenticated(request)) {
      return Refusal.unauthenticated().reply();
    }
    Reply reply =
        keys.map(k -> k.answer(request, () -> commit(request, about)))
            .orElseGet(() -> commit(request, about));
    return faults.strike(FaultPoint.REPLY, about, reply);
  }

  private Reply commit(Request request, SvixRequest about) {
    Reply disturbed = observers.faults().strike(FaultPoint.BEFORE_COMMIT, about, UNKNOWN);
    if (disturbed != UNKNOWN) {
      return disturbed;
    }
    return observers.faults().strike(FaultPoint.AFTER_COMMIT, about, handle(request));
  }

  private Reply handle(Request request) {
    Handler handler = handlers.get(request.route());
    if (handler == null) {
      return UNKNOWN;
    }
    try {
      return handler.handle(request);
    } catch (Refusal refusal) {
      return refusal.reply();
    }
  }

  private boolean isAuthenticated(Request request) {
    String authorization = request.headers().authorization();
    return authorization.startsWith("Bearer ")
        && requiredToken.map(token -> authorization.equals("Bearer " + token)).orElse(true);
  }

  private SvixRequest describe(Request request) {
    boolean creation = request.route() == Route.MESSAGE_CREATE;
    return new SvixRequest(
        request.route(),
        application(request),
        creation ? request.text("eventId").orElse("") : request.parameter("msg"),
        creation ? request.text("eventType").orElse("") : "");
  }

  private String application(Request request) {
    String named =
        request.route() == Route.APPLICATION_CREATE
            ? request.text("uid").orElse("")
            : request.parameter("app");
    return named.isEmpty() ? named : applications.find(named).map(Application::label).orElse(named);
  }
}
