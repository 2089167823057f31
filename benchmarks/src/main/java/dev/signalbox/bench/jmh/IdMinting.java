package dev.signalbox.bench.jmh;

import dev.signalbox.outbox.EventId;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Threads;

/** A new event id, and beside it the JDK's random UUID, which comes in no order. */
public class IdMinting {

  /** By one thread. */
  @Benchmark
  public EventId mint() {
    return EventId.mint();
  }

  /** By four threads, which wait for each other. */
  @Benchmark
  @Threads(4)
  public EventId mintByFour() {
    return EventId.mint();
  }

  /** Version 4. */
  @Benchmark
  public UUID randomUuid() {
    return UUID.randomUUID();
  }
}
