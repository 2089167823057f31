package dev.signalbox.bench.peer;

import dev.signalbox.bench.harness.Role;
import java.util.List;
import java.util.Map;

/** Those who can be measured beside this project, each at the best settings that it documents. */
public final class Peers {

  private Peers() {}

  /** The libraries, with so many deliveries in flight. */
  public static List<PeerKind> libraries(int inFlight) {
    return List.of(
        new PeerKind(
            "gruelbox transaction-outbox",
            Role.PEER,
            Map.of(
                "version", "4.2.268",
                "submitter", inFlight + " threads, unbounded queue",
                "flush", "in a loop, batches of " + GruelboxPeer.FLUSH_BATCH),
            (connections, delivery) -> new GruelboxPeer(connections, delivery, inFlight)),
        new PeerKind(
            "db-scheduler",
            Role.PEER,
            Map.of(
                "version", "16.12.0",
                "polling", "lock-and-fetch, lower limit 4.0, upper limit 20.0",
                "threads", Integer.toString(inFlight),
                "after a commit", "triggerCheckForDueExecutions"),
            (connections, delivery) -> new DbSchedulerPeer(connections, delivery, inFlight)),
        new PeerKind(
            "namastack-outbox",
            Role.PEER,
            Map.of(
                "version",
                "1.6.0 (JDBC)",
                "properties",
                NamastackPeer.properties(inFlight).toString(),
                "keys",
                NamastackPeer.RECORDS_PER_KEY + " records each, as in its own benchmark"),
            (connections, delivery) -> new NamastackPeer(connections, delivery, inFlight)));
  }

  /** The shape that this project set out to replace, in code of our own. */
  public static PeerKind poller() {
    return new PeerKind(
        "global poller",
        Role.REFERENCE,
        Map.of(
            "polls",
            "every 5 s, at once after a full page of " + PagePoller.PAGE,
            "delivery",
            "serial, each row marked by an UPDATE and its own commit"),
        PagePoller::new);
  }
}
