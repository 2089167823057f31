package dev.signalbox.relay.drain;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Lets threads run one step at a time, in an order that chance decides: an actor stands still at
 * every gate until it is chosen. At any time one actor moves, or none.
 */
final class Stage {

  /** What a killed process is made to throw wherever it stands. Nothing of ours catches it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("killed", null, false, false);
    }
  }

  interface Body {
    void act() throws Exception;
  }

  final class Actor {
    private final String name;
    private int speed;
    private boolean killed;
    private boolean waiting;
    private boolean chosen;

    private Actor(String name, int speed) {
      this.name = name;
      this.speed = speed;
    }

    /** Stands still until chosen. */
    void gate() {
      synchronized (Stage.this) {
        if (!killed) {
          waiting = true;
          Stage.this.notifyAll();
          waitUntil(() -> chosen);
          chosen = false;
          waiting = false;
        }
        if (killed) {
          throw new Killed();
        }
      }
    }

    /** From now on it makes few steps while the others make many. */
    void slowDown() {
      synchronized (Stage.this) {
        speed = 1;
      }
    }

    void kill() {
      synchronized (Stage.this) {
        killed = true;
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @GuardedBy("this")
  private final Map<Actor, Thread> alive = new LinkedHashMap<>();

  @GuardedBy("this")
  private final List<Throwable> failures = new ArrayList<>();

  private final RandomGenerator random;

  Stage(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A new actor, which stands before its first step. Some are much slower than others, so that even
   * the last step of one meets every step of another.
   */
  synchronized Actor enter(String name, Function<Actor, Body> part) {
    Actor actor = new Actor(name, 4 << random.nextInt(6));
    Body body = part.apply(actor);
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    actor.gate();
                    body.act();
                  } catch (Killed expected) {
                    // it was told to
                  } catch (Exception | Error e) { // the test reports it
                    synchronized (Stage.this) {
                      failures.add(e);
                    }
                  } finally {
                    leave(actor);
                  }
                });
    alive.put(actor, thread);
    thread.start();
    return actor;
  }

  /** Lets some actor make one step and waits until it stands again; false when all have left. */
  synchronized boolean step() {
    awaitStill();
    if (alive.isEmpty()) {
      return false;
    }
    Actor next = choose();
    next.chosen = true;
    next.waiting = false;
    notifyAll();
    awaitStill();
    return true;
  }

  /** By speed: one that is twice as fast is chosen twice as often. */
  @GuardedBy("this")
  private Actor choose() {
    int ticket = random.nextInt(alive.keySet().stream().mapToInt(actor -> actor.speed).sum());
    for (Actor actor : alive.keySet()) {
      ticket -= actor.speed;
      if (ticket < 0) {
        return actor;
      }
    }
    throw new IllegalStateException("Nobody is alive.");
  }

  synchronized boolean isAlive(Actor actor) {
    awaitStill();
    return alive.containsKey(actor);
  }

  synchronized List<Throwable> failures() {
    return List.copyOf(failures);
  }

  private synchronized void leave(Actor actor) {
    alive.remove(actor);
    notifyAll();
  }

  private void awaitStill() {
    waitUntil(this::isStill);
  }

  private synchronized boolean isStill() {
    return alive.keySet().stream().allMatch(actor -> actor.waiting);
  }

  private synchronized void waitUntil(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Killed();
    }
  }
}
