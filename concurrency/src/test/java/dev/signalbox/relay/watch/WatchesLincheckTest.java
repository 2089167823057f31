package dev.signalbox.relay.watch;

import dev.signalbox.contract.OrganizationId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Every operation is atomic, so that a yield ends one watch and two end two; and at the end of all
 * operations whoever watches is looked for, by one. Nobody waits or ticks here: Lincheck takes a
 * thread that looks again and again for one that hangs.
 */
@Param(name = "watch", gen = IntGen.class, conf = "0:1")
public class WatchesLincheckTest {

  private final Watch[] watch = {
    new Watch(new OrganizationId("a"), 0), new Watch(new OrganizationId("b"), 0)
  };
  private final Watches watches = new Watches();
  private final AtomicInteger looking = new AtomicInteger();
  private final AtomicBoolean failed = new AtomicBoolean();

  /** Begins where nobody watches any more and whoever looks is about to end. */
  public WatchesLincheckTest() {
    watches.add(watch[0], this::start);
    watches.remove(watch[0]);
  }

  @Operation
  public void add(@Param(name = "watch") int number) {
    watches.add(watch[number], this::start);
  }

  private void start() {
    failed.set(false);
    looking.incrementAndGet(); // from here on it can fail
  }

  @Operation
  public void remove(@Param(name = "watch") int number) {
    watches.remove(watch[number]);
  }

  /** As the watcher's one thread does, if it is there. */
  @Operation(nonParallelGroup = "looking")
  public String tick() {
    if (looking.get() == 0) {
      return "";
    }
    List<Watch> now = watches.current();
    if (now.isEmpty()) {
      looking.decrementAndGet();
    }
    return names(now);
  }

  /** The end of that thread by an error. */
  @Operation(nonParallelGroup = "looking")
  public void fail() {
    if (looking.get() > 0) {
      looking.decrementAndGet();
      failed.set(true);
      watches.abandon();
    }
  }

  @Operation
  public String takeOldest() {
    return names(watches.takeOldest().stream().toList());
  }

  @Operation
  public String takeAll() {
    return names(watches.takeAll());
  }

  /** After an error nobody looks, until the next watch is added. */
  @Validate
  public void whoeverWatchesIsLookedFor() {
    if (!failed.get() && !watches.takeAll().isEmpty()) {
      requireOne();
    }
    if (looking.get() == 0) {
      watches.add(watch[0], this::start);
    }
    requireOne();
  }

  private void requireOne() {
    if (looking.get() != 1) {
      throw new IllegalStateException("%d look for whoever watches.".formatted(looking.get()));
    }
  }

  private static String names(List<Watch> some) {
    return some.stream().map(one -> one.organization().value()).collect(Collectors.joining(" "));
  }

  @Test
  void everyOperationIsAtomicAndWhoeverWatchesIsLookedFor() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(40)
        .invocationsPerIteration(50)
        .check(WatchesLincheckTest.class);
  }
}
