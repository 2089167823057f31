package dev.signalbox.testkit.svix;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A fault to inject. The factories make one that strikes every message creation before its commit,
 * without end; the other methods narrow it and return a copy.
 *
 * @param action what it does
 * @param point where it strikes
 * @param selector which requests it strikes
 * @param times how often at most
 * @param rate share of the selected requests, 0 to 1
 * @param seed of the draws where the rate is below 1
 */
public record Fault(
    FaultAction action,
    FaultPoint point,
    Predicate<SvixRequest> selector,
    long times,
    double rate,
    long seed) {

  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  /**
   * Checks the fault.
   *
   * @throws IllegalArgumentException when the rate is outside 0 to 1 or there is nothing to
   *     truncate
   */
  public Fault {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "Rate of a fault is %s; it must be between 0 and 1.".formatted(rate));
    }
    if (action instanceof FaultAction.Truncate
        && (point == FaultPoint.ARRIVAL || point == FaultPoint.BEFORE_COMMIT)) {
      throw new IllegalArgumentException(
          "A fault at %s has no answer yet that it could truncate.".formatted(point));
    }
  }

  /** An action at a point, for every request, without end. */
  public static Fault of(FaultAction action, FaultPoint point) {
    return new Fault(action, point, Requests.messageCreation(), Long.MAX_VALUE, 1, 0);
  }

  /**
   * Answers a status with the body that Svix gives it, where one is known, else with {@code {}}.
   */
  public static Fault status(int status) {
    return answer(status, JSON, StandardBodies.of(status));
  }

  /** Answers a status with headers and body of one's own. */
  public static Fault answer(int status, Map<String, String> headers, String body) {
    return of(new FaultAction.Answer(status, headers, body), FaultPoint.BEFORE_COMMIT);
  }

  /** Answers 429 with {@code Retry-After} in whole seconds. */
  public static Fault throttled(Duration retryAfter) {
    return answer(
        429,
        Map.of("Content-Type", "application/json", "Retry-After", "" + retryAfter.toSeconds()),
        StandardBodies.of(429));
  }

  /** Answers a redirect. */
  public static Fault redirect(int status, String location) {
    return answer(status, Map.of("Location", location), "");
  }

  /**
   * Answers a creation of an application with 409 although the application exists afterwards, as if
   * another had created it between look-up and insert.
   */
  public static Fault applicationRace() {
    return status(409)
        .at(FaultPoint.AFTER_COMMIT)
        .on(Requests.route(Route.APPLICATION_CREATE))
        .once();
  }

  /** Waits before it goes on; no limit is set to the time. */
  public static Fault delay(Duration duration) {
    return of(new FaultAction.Delay(duration), FaultPoint.BEFORE_COMMIT);
  }

  /** Closes the connection without an answer. */
  public static Fault cut() {
    return of(new FaultAction.Cut(), FaultPoint.BEFORE_COMMIT);
  }

  /** Sends the head and at most this many bytes of the body of an answer, after the commit. */
  public static Fault truncate(int bytes) {
    return of(new FaultAction.Truncate(bytes), FaultPoint.REPLY);
  }

  /** The same at another point, before or after the commit. */
  public Fault at(FaultPoint newPoint) {
    return new Fault(action, newPoint, selector, times, rate, seed);
  }

  /** Strikes only these requests. */
  public Fault on(Predicate<SvixRequest> newSelector) {
    return new Fault(action, point, newSelector, times, rate, seed);
  }

  /** Strikes at most so often. */
  public Fault times(long newTimes) {
    return new Fault(action, point, selector, newTimes, rate, seed);
  }

  /** Strikes one request. */
  public Fault once() {
    return times(1);
  }

  /** Strikes this share of the selected requests; the same seed draws the same sequence. */
  public Fault rate(double newRate, long newSeed) {
    return new Fault(action, point, selector, times, newRate, newSeed);
  }
}
