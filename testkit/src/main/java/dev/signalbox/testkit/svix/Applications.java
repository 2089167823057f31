package dev.signalbox.testkit.svix;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** All applications; look-up and insert are separate steps, as in Svix, so that creations race. */
final class Applications {

  private final InstantSource clock;
  private final Ids ids;
  private final Supplier<MessageLog> logs;
  private final Map<String, Application> byId = new ConcurrentSkipListMap<>();
  private final Map<String, Application> byUid = new ConcurrentHashMap<>();

  Applications(InstantSource clock, Ids ids, Supplier<MessageLog> logs) {
    this.clock = clock;
    this.ids = ids;
    this.logs = logs;
  }

  Optional<Application> find(String idOrUid) {
    return Optional.ofNullable(
        (idOrUid.startsWith(Application.PREFIX) ? byId : byUid).get(idOrUid));
  }

  Application require(String idOrUid) {
    return find(idOrUid).orElseThrow(Refusal::notFound);
  }

  /** Stores a new one; refused when its uid is taken. */
  Application insert(ApplicationIn in) {
    Application created =
        new Application(ids.next(Application.PREFIX), in, clock.instant(), logs.get());
    in.uid().ifPresent(uid -> take(uid, created));
    byId.put(created.id(), created);
    return created;
  }

  /** Changes one; refused when its new uid is taken. */
  void update(Application application, ApplicationIn in) {
    Instant now = clock.instant();
    synchronized (application) {
      Optional<String> before = application.in().uid();
      if (!before.equals(in.uid())) {
        in.uid().ifPresent(uid -> take(uid, application));
        before.ifPresent(uid -> byUid.remove(uid, application));
      }
      application.change(in, now);
    }
  }

  void delete(Application application) {
    synchronized (application) {
      application.in().uid().ifPresent(uid -> byUid.remove(uid, application));
      byId.remove(application.id());
    }
  }

  /** In the order of their ids. */
  List<Application> all() {
    return List.copyOf(byId.values());
  }

  private void take(String uid, Application application) {
    if (byUid.putIfAbsent(uid, application) != null) {
      throw Refusal.conflict();
    }
  }
}
