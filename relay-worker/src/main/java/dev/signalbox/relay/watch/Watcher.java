package dev.signalbox.relay.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.signalbox.contract.OrganizationId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
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

  @GuardedBy("this")
  private final Set<Watch> watches = new LinkedHashSet<>();

  @GuardedBy("this")
  private @Nullable Thread ticker;

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
   * @return whether the slice should look; false when patience or the right to linger has ended
   */
  public boolean awaitNews(OrganizationId organization, long after, Duration patience)
      throws InterruptedException {
    Watch watch = new Watch(organization, after);
    add(watch);
    try {
      return watch.news().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A watch does not fail.", e);
    } finally {
      remove(watch);
    }
  }

  /** Whether anybody watches. */
  public synchronized boolean isWatching() {
    return !watches.isEmpty();
  }

  /**
   * Ends the longest watch, because somebody needs its place.
   *
   * @return whether there was one
   */
  public boolean yieldOne() {
    Watch oldest;
    synchronized (this) {
      if (watches.isEmpty()) {
        return false;
      }
      oldest = watches.iterator().next();
      watches.remove(oldest);
    }
    oldest.news().complete(false);
    return true;
  }

  /** Ends every watch. */
  public void yieldAll() {
    takeAll().forEach(watch -> watch.news().complete(false));
  }

  private synchronized void add(Watch watch) {
    watches.add(watch);
    if (ticker == null) {
      ticker = Thread.ofVirtual().name("watcher").start(this::run);
    }
  }

  private synchronized void remove(Watch watch) {
    watches.remove(watch);
  }

  private void run() {
    try {
      for (List<Watch> current = current(); !current.isEmpty(); current = current()) {
        long start = System.nanoTime();
        tell(current);
        Thread.sleep(pause(tick, Duration.ofNanos(System.nanoTime() - start)));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts the watcher.", e);
    } finally { // also after an error: the next watch must start another one
      end();
    }
  }

  /** Looking takes a third of the time at most, however many watch and however slow it is. */
  static Duration pause(Duration tick, Duration look) {
    Duration rest = look.multipliedBy(REST);
    return tick.compareTo(rest) < 0 ? rest : tick;
  }

  private void end() {
    synchronized (this) {
      if (ticker == Thread.currentThread()) {
        ticker = null;
      }
    }
  }

  /**
   * The watches of this tick; when there are none the thread ends, and the next watch starts one.
   */
  private synchronized List<Watch> current() {
    if (watches.isEmpty()) {
      ticker = null;
    }
    return List.copyOf(watches);
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

  private synchronized List<Watch> takeAll() {
    List<Watch> all = List.copyOf(watches);
    watches.clear();
    return all;
  }
}
