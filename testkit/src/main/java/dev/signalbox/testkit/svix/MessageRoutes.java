package dev.signalbox.testkit.svix;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Serves messages. */
final class MessageRoutes {

  private final Applications applications;
  private final Dispatcher dispatcher;

  MessageRoutes(Applications applications, Dispatcher dispatcher) {
    this.applications = applications;
    this.dispatcher = dispatcher;
  }

  Map<Route, Handler> handlers() {
    return Map.of(
        Route.MESSAGE_CREATE, this::create,
        Route.MESSAGE_LIST, this::list,
        Route.MESSAGE_GET, this::get,
        Route.MESSAGE_EXPUNGE, this::expunge);
  }

  private Reply create(Request request) {
    boolean withContent = request.query().flag("with_content", true);
    MessageIn in = MessageIn.parse(request);
    Application application = findOrCreate(request.parameter("app"), in);
    StoredMessage message = application.messages().add(application, in);
    dispatcher.dispatch(application, message);
    return Reply.json(202, MessageJson.of(message, withContent, true));
  }

  private Application findOrCreate(String idOrUid, MessageIn in) {
    Names.inPath(idOrUid, "app_id_or_uid");
    Optional<Application> found = applications.find(idOrUid);
    if (found.isPresent()) {
      return found.get();
    }
    ApplicationIn application = in.application().orElseThrow(Refusal::applicationNotFound);
    String uid = application.uid().orElseThrow(() -> uidError("missing", "must be set"));
    if (!uid.equals(idOrUid)) {
      throw uidError("mismatch", "must match");
    }
    return applications.insert(application);
  }

  private static Refusal uidError(String kind, String rule) {
    return Refusal.unprocessable(
        List.of("body", "application", "uid"),
        "Application UID in the path and body " + rule,
        "application_uid_" + kind);
  }

  private Reply get(Request request) {
    boolean withContent = request.query().flag("with_content", true);
    MessageLog log = log(request);
    StoredMessage message = log.require(request.parameter("msg"));
    return Reply.json(200, MessageJson.of(message, withContent, log.hasContent(message)));
  }

  private Reply list(Request request) {
    Query query = request.query();
    boolean withContent = query.flag("with_content", true);
    MessageLog log = log(request);
    List<StoredMessage> selected = log.newestFirst().stream().filter(filter(query)).toList();
    return Page.of(
        selected,
        StoredMessage::id,
        message -> MessageJson.of(message, withContent, log.hasContent(message)),
        query);
  }

  private static Predicate<StoredMessage> filter(Query query) {
    List<String> types = query.list("event_types");
    Optional<String> channel = query.text("channel");
    boolean paging = query.text("iterator").isPresent();
    Instant before = paging ? Instant.MAX : query.instant("before").orElse(Instant.MAX);
    Instant after = paging ? Instant.MIN : query.instant("after").orElse(Instant.MIN);
    return message ->
        (types.isEmpty() || types.contains(message.eventType()))
            && (channel.isEmpty() || message.channels().contains(channel.get()))
            && message.storedAt().isBefore(before)
            && message.storedAt().isAfter(after);
  }

  private Reply expunge(Request request) {
    MessageLog log = log(request);
    log.expunge(log.require(request.parameter("msg")));
    return Reply.empty(204);
  }

  private MessageLog log(Request request) {
    Names.inPath(request.parameter("app"), "app_id_or_uid");
    return applications.require(request.parameter("app")).messages();
  }
}
