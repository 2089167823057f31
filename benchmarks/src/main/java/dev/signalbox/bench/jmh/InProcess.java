package dev.signalbox.bench.jmh;

import dev.signalbox.bench.Benchmark;
import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.Scenario;
import dev.signalbox.outbox.PayloadCheck;
import dev.signalbox.relay.deliver.PermitTurns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an event costs where neither database nor network is asked. */
public final class InProcess implements Benchmark {

  private static final Duration ITERATION = Duration.ofMillis(500);
  private static final Duration QUICK_ITERATION = Duration.ofMillis(250);
  private static final String BYTES = "payloadBytes";

  /** One method, with the values of its parameters. */
  private record Piece(String name, Role role, String method, Map<String, String> parameters) {

    static Piece ours(String name, Class<?> type, String method, Map<String, String> parameters) {
      return new Piece(name, Role.OURS, type.getName() + "." + method, parameters);
    }

    static Piece reference(
        String name, Class<?> type, String method, Map<String, String> parameters) {
      return new Piece(name, Role.REFERENCE, type.getName() + "." + method, parameters);
    }

    Contender contender(Duration iteration) {
      return new Contender(
          name, role, Map.of("method", method), new JmhCourse(method, parameters, iteration));
    }
  }

  @Override
  public List<Plan> plans(TestBed bed, boolean quick) {
    Duration iteration = quick ? QUICK_ITERATION : ITERATION;
    return List.of(
        () -> scenario("a new event id", ids(), iteration),
        () -> scenario("check of an event", checks(quick), iteration),
        () -> scenario("body of the request to Svix", encodings(quick), iteration),
        () -> scenario("a permit, taken and given back", permits(), iteration));
  }

  /** All that are run in full size. */
  static List<Contender> contenders() {
    List<Piece> all = new ArrayList<>(ids());
    all.addAll(checks(false));
    all.addAll(encodings(false));
    all.addAll(permits());
    return all.stream().map(piece -> piece.contender(ITERATION)).toList();
  }

  private static List<Piece> ids() {
    return List.of(
        Piece.ours("signalbox, 1 thread", IdMinting.class, "mint", Map.of()),
        Piece.ours("signalbox, 4 threads", IdMinting.class, "mintByFour", Map.of()),
        Piece.reference("random UUID of the JDK", IdMinting.class, "randomUuid", Map.of()));
  }

  private static List<Piece> checks(boolean quick) {
    List<Piece> pieces = new ArrayList<>();
    for (String bytes : sizes(quick)) {
      pieces.add(
          Piece.ours(
              bytes + " bytes",
              PayloadCheck.class,
              "check",
              Map.of(BYTES, bytes, "ascii", "true")));
    }
    pieces.add(
        Piece.ours(
            "1024 bytes, not all ASCII",
            PayloadCheck.class,
            "check",
            Map.of(BYTES, "1024", "ascii", "false")));
    return pieces;
  }

  private static List<Piece> encodings(boolean quick) {
    List<Piece> pieces = new ArrayList<>();
    for (String bytes : sizes(quick)) {
      pieces.add(
          Piece.ours(
              "signalbox, %s bytes".formatted(bytes),
              SvixRequestEncoding.class,
              "byTheOfficialModel",
              Map.of(BYTES, bytes)));
    }
    pieces.add(
        Piece.reference(
            "by hand, 1024 bytes", SvixRequestEncoding.class, "byHand", Map.of(BYTES, "1024")));
    return pieces;
  }

  private static List<String> sizes(boolean quick) {
    return quick ? List.of("1024") : List.of("200", "1024", "8192");
  }

  private static List<Piece> permits() {
    return List.of(
        Piece.ours("1 thread", PermitTurns.class, "one", Map.of()),
        Piece.ours("4 threads", PermitTurns.class, "four", Map.of()));
  }

  private static Scenario scenario(String name, List<Piece> pieces, Duration iteration) {
    return new Scenario(
        name,
        pieces.stream().map(piece -> piece.contender(iteration)).toList(),
        List.of(),
        List.of());
  }

  @Override
  public Map<String, String> settings(boolean quick) {
    return Map.of(
        "harness", "JMH 1.37, average time, a fork per round",
        "iterations",
            "one to warm up and three measured, of %d ms each"
                .formatted((quick ? QUICK_ITERATION : ITERATION).toMillis()),
        "payload", "a flat JSON object of short fields");
  }
}
