package dev.signalbox.relay.watch;

import dev.signalbox.contract.OrganizationId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the lingering organizations of a worker with one statement per tick; runs only while
 * there are any. Safe for use by any number of threads.
 */
@Singleton
public final class Watcher {

  private static final Logger log = LoggerFactory.getLogger(Watcher.class);

  /** Where news comes from. */
  @FunctionalInterface
  interface News {
    /** Which of them have any. */
    List<Watch> of(List<Watch> watches) throws SQLException;
  }

  /** The ticker rests this many times as long as a look took. */
  private static final int REST = 2;

  private final News news;
  private final Duration tick;
  private final Watches watches = new Watches();

  @Inject
  Watcher(NewsReader reader, WatchSettings settings) {
    this(reader::withNews, settings.tick());
  }

  Watcher(News news, Duration tick) {
    this.news = news;
    this.tick = tick;
  }

  /**
   * Waits until the organization has a due row after an id.
   *
   * @param mayWait asked once the watch can be ended, so that whoever changes the answer and then
   *     yields is heard in any case
   * @return whether the slice should look; false when patience or the right to linger has ended
   */
  public boolean awaitNews(
      OrganizationId organization, long after, Duration patience, BooleanSupplier mayWait)
      throws InterruptedException {
    Watch watch = new Watch(organization, after);
    try {
      watches.add(watch, this::start);
      return mayWait.getAsBoolean() && watch.news().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A watch does not fail.", e);
    } finally {
      watches.remove(watch);
    }
  }

  /** Whether anybody watches. */
  public boolean isWatching() {
    return !watches.isEmpty();
  }

  /**
   * Ends the longest watch, because somebody needs its place.
   *
   * @return whether there was one
   */
  public boolean yieldOne() {
    Optional<Watch> oldest = watches.takeOldest();
    oldest.ifPresent(watch -> watch.news().complete(false));
    return oldest.isPresent();
  }

  /** Ends every watch. */
  public void yieldAll() {
    watches.takeAll().forEach(watch -> watch.news().complete(false));
  }

  private void start() {
    Thread.ofVirtual().name("watcher").start(this::run);
  }

  private void run() {
    boolean ended = false;
    try {
      for (List<Watch> now = watches.current(); !now.isEmpty(); now = watches.current()) {
        long start = System.nanoTime();
        tell(now);
        Thread.sleep(pause(tick, Duration.ofNanos(System.nanoTime() - start)));
      }
      ended = true;
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts the watcher.", e);
    } finally {
      if (!ended) { // an error: the next watch must start another one
        watches.abandon();
      }
    }
  }

  /** Looking takes a third of the time at most, however many watch and however slow it is. */
  static Duration pause(Duration tick, Duration look) {
    Duration rest = look.multipliedBy(REST);
    return tick.compareTo(rest) < 0 ? rest : tick;
  }

  private void tell(List<Watch> current) {
    try {
      news.of(current).forEach(watch -> watch.news().complete(true));
    } catch (SQLException e) {
      log.warn("The watch failed with SQLSTATE {}; each slice looks for itself.", e.getSQLState());
      current.forEach(watch -> watch.news().complete(true));
    } catch (RuntimeException e) { // without its thread, no later watch would have news
      log.error("The watch failed; each slice looks for itself.", e);
      current.forEach(watch -> watch.news().complete(true));
    }
  }
}
