package dev.signalbox.bench.growth;

/**
 * One point on the way from small to large.
 *
 * @param name as the report has it
 * @param organizations that are woken, with equal parts of the events
 * @param bystanders organizations with one event each that nobody wakes
 * @param lead events before the others that are not timed: where a round goes on with the backlog
 *     of the one before, the organization's slice was one of a worker that has stopped, and
 *     Temporal takes seconds to give it to the next one
 * @param backlog events of all organizations that are woken, the lead not counted
 * @param measured of these, how many are timed in a round; what is left stays for the next one
 * @param workers relays beside each other, in one process
 */
record Size(
    String name,
    int organizations,
    int bystanders,
    int lead,
    int backlog,
    int measured,
    int payloadBytes,
    int workers) {

  static Size organizations(String name, int organizations, int bystanders, int events) {
    return new Size(name, organizations, bystanders, 0, events, events, 1024, 1);
  }

  static Size backlog(int backlog, int measured) {
    return new Size("%,d rows".formatted(backlog), 1, 0, 1_000, backlog, measured, 200, 1);
  }

  static Size payload(int payloadBytes, int events) {
    return new Size("%,d bytes".formatted(payloadBytes), 1, 0, 0, events, events, payloadBytes, 1);
  }

  static Size workers(int workers, int organizations, int events) {
    return new Size(
        "%d worker(s)".formatted(workers), organizations, 0, 0, events, events, 1024, workers);
  }

  /** Events of the database when a round begins. */
  int rows() {
    return bystanders + lead + backlog;
  }

  /** Whether a round leaves events behind. */
  boolean leavesSome() {
    return measured < backlog;
  }
}
