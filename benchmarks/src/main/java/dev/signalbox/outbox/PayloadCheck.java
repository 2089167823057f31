package dev.signalbox.outbox;

import dev.signalbox.bench.jmh.Payloads;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What an event goes through before it is written; here, as the check is closed to others. */
@NullMarked
@State(Scope.Benchmark)
public class PayloadCheck {

  private final EventCheck check = new EventCheck(OutboxOptions.DEFAULT);
  private OutboxEvent event = OutboxEvent.of("acme", "order.placed", "{}");

  /** Bytes of the payload. */
  @Param({"200", "1024", "8192"})
  public int payloadBytes;

  /** Whether it holds a character that is no ASCII. */
  @Param({"true", "false"})
  public boolean ascii;

  /** Makes the event. */
  @Setup
  public void makeEvent() {
    String payload = Payloads.of(payloadBytes);
    event =
        OutboxEvent.of("acme", "order.placed", ascii ? payload : payload.replace("kind", "größe"));
  }

  /** Everything that is checked, payload included. */
  @Benchmark
  public OutboxEvent check() {
    check.check(
        event,
        problem -> {
          throw new IllegalStateException(problem);
        });
    return event;
  }
}
