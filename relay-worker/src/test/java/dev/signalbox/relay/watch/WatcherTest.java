package dev.signalbox.relay.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatcherTest {

  private static final Duration TICK = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ExecutorService slices = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> withNews = ConcurrentHashMap.newKeySet();
  private final Set<Set<String>> asked = ConcurrentHashMap.newKeySet();

  @AfterEach
  void end() {
    slices.shutdownNow();
  }

  @Test
  void oneLookIsForAllAndEndsTheWatchOfThoseWithNews() throws Exception {
    Watcher watcher = new Watcher(this::look, TICK);
    Future<Boolean> acme = watch(watcher, "acme");
    Future<Boolean> globex = watch(watcher, "globex");
    awaitAsked(Set.of("acme", "globex"));

    withNews.add("globex");
    assertThat(globex.get()).isTrue();

    awaitAsked(Set.of("acme"));
    assertThat(acme.isDone()).isFalse();
    withNews.add("acme");
    assertThat(acme.get()).isTrue();
  }

  @Test
  void whoNeedsAPlaceGetsThatOfTheLongestWatch() throws Exception {
    Watcher watcher = new Watcher(this::look, TICK);
    Future<Boolean> first = watch(watcher, "first");
    awaitAsked(Set.of("first"));
    Future<Boolean> second = watch(watcher, "second");
    awaitAsked(Set.of("first", "second"));

    assertThat(watcher.isWatching()).isTrue();
    assertThat(watcher.yieldOne()).isTrue();

    assertThat(first.get()).isFalse();
    assertThat(second.isDone()).isFalse();
    watcher.yieldAll();
    assertThat(second.get()).isFalse();
    assertThat(watcher.yieldOne()).as("nobody is there").isFalse();
    assertThat(watcher.isWatching()).isFalse();
  }

  @Test
  void lookingTakesAThirdOfTheTimeAtMost() {
    Duration tick = Duration.ofMillis(10);
    assertThat(Watcher.pause(tick, Duration.ZERO)).isEqualTo(tick);
    assertThat(Watcher.pause(tick, Duration.ofMillis(4))).isEqualTo(tick);
    assertThat(Watcher.pause(tick, Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void aYieldThatComesJustWhenAWatchBeginsIsHeard() throws Exception {
    Watcher watcher = new Watcher(this::look, TICK);
    assertThat(watcher.awaitNews(id("acme"), 0, LONG, () -> yieldsThenHasNews(watcher))).isFalse();
    assertThat(watcher.awaitNews(id("acme"), 0, LONG, () -> false)).isFalse();
  }

  private boolean yieldsThenHasNews(Watcher watcher) {
    watcher.yieldAll();
    withNews.add("acme");
    return true;
  }

  /** The ticker ends when nobody watches, and must not end just when somebody begins. */
  @Test
  void noWatchIsLeftWithoutATicker() throws Exception {
    Watcher watcher = new Watcher(watches -> watches, Duration.ofNanos(1));
    List<Future<Boolean>> watched = new ArrayList<>();
    for (int slice = 0; slice < 4; slice++) {
      watched.add(slices.submit(() -> watchManyTimes(watcher)));
    }
    for (Future<Boolean> all : watched) {
      assertThat(all.get()).isTrue();
    }
  }

  private static boolean watchManyTimes(Watcher watcher) throws InterruptedException {
    for (int i = 0; i < 2_000; i++) {
      if (!watcher.awaitNews(id("acme"), 0, LONG, () -> true)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void patienceEnds() throws Exception {
    assertThat(new Watcher(this::look, TICK).awaitNews(id("acme"), 0, TICK, () -> true)).isFalse();
  }

  @Test
  void whereItCannotLookEachSliceLooksForItself() throws Exception {
    Watcher broken =
        new Watcher(
            watches -> {
              throw new SQLException("down", "08006");
            },
            TICK);
    assertThat(broken.awaitNews(id("acme"), 0, LONG, () -> true)).isTrue();
  }

  @Test
  void afterAnErrorTheNextWatchIsKept() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    Watcher watcher =
        new Watcher(
            watches -> {
              if (looks.getAndIncrement() == 0) {
                failed.countDown();
                throw new StackOverflowError();
              }
              return watches;
            },
            TICK);
    Future<Boolean> unheard = watch(watcher, "unheard");
    failed.await();

    while (!watcher.awaitNews(id("acme"), 0, Duration.ofMillis(20), () -> true)) {
      Thread.onSpinWait(); // its thread is just ending
    }

    assertThat(unheard.get()).isTrue();
  }

  private List<Watch> look(List<Watch> watches) {
    Set<String> organizations = ConcurrentHashMap.newKeySet();
    watches.forEach(watch -> organizations.add(watch.organization().value()));
    asked.add(Set.copyOf(organizations));
    return watches.stream().filter(w -> withNews.contains(w.organization().value())).toList();
  }

  private void awaitAsked(Set<String> organizations) {
    asked.remove(organizations);
    while (!asked.contains(organizations)) {
      Thread.onSpinWait();
    }
  }

  private Future<Boolean> watch(Watcher watcher, String organization) {
    return slices.submit(() -> watcher.awaitNews(id(organization), 0, LONG, () -> true));
  }

  private static OrganizationId id(String organization) {
    return new OrganizationId(organization);
  }
}
