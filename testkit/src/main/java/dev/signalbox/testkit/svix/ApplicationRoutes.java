package dev.signalbox.testkit.svix;

import java.util.Map;
import java.util.Optional;

/** Serves applications. */
final class ApplicationRoutes {

  private final Applications applications;

  ApplicationRoutes(Applications applications) {
    this.applications = applications;
  }

  Map<Route, Handler> handlers() {
    return Map.of(
        Route.APPLICATION_CREATE, this::create,
        Route.APPLICATION_LIST, this::list,
        Route.APPLICATION_GET, request -> Reply.json(200, application(request).toJson()),
        Route.APPLICATION_UPDATE, this::update,
        Route.APPLICATION_PATCH, this::patch,
        Route.APPLICATION_DELETE, this::delete);
  }

  private Reply create(Request request) {
    boolean getIfExists = request.query().flag("get_if_exists", false);
    ApplicationIn in = ApplicationIn.parse(request.object());
    Optional<Application> existing = in.uid().flatMap(applications::find);
    if (existing.isPresent()) {
      if (!getIfExists) {
        throw Refusal.applicationExists();
      }
      return Reply.json(200, existing.get().toJson());
    }
    return Reply.json(201, applications.insert(in).toJson());
  }

  private Reply list(Request request) {
    return Page.of(applications.all(), Application::id, Application::toJson, request.query());
  }

  private Reply update(Request request) {
    ApplicationIn in = ApplicationIn.parse(request.object());
    Optional<Application> existing = applications.find(request.parameter("app"));
    if (existing.isEmpty()) {
      return Reply.json(201, applications.insert(in).toJson());
    }
    applications.update(existing.get(), in);
    return Reply.json(200, existing.get().toJson());
  }

  private Reply patch(Request request) {
    Application application = application(request);
    applications.update(application, application.in().patched(request.object()));
    return Reply.json(200, application.toJson());
  }

  private Reply delete(Request request) {
    applications.delete(application(request));
    return Reply.empty(204);
  }

  private Application application(Request request) {
    Names.inPath(request.parameter("app"), "app_id_or_uid");
    return applications.require(request.parameter("app"));
  }
}
