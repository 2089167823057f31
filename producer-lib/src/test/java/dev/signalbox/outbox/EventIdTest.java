package dev.signalbox.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

  @Test
  void isVersionSevenOfTheVariantOfRfc9562() {
    for (int i = 0; i < 1_000; i++) {
      UUID value = EventId.mint().value();
      assertThat(value.version()).isEqualTo(7);
      assertThat(value.variant()).isEqualTo(2);
    }
  }

  @Test
  void beginsWithTheMillisecondAndItsFraction() {
    Instant half = Instant.ofEpochMilli(0x0198_c1d2_e3f4L).plusNanos(500_000);
    String id = mintAt(half).next().toString();
    assertThat(id).startsWith("0198c1d2-e3f4-7800-");
  }

  @Test
  void ascendsWhereTheClockStandsOrGoesBack() {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    EventIdMint mint = mintAt(noon, noon, noon.minusSeconds(60), noon.plusNanos(1), noon);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(mint.next().toString());
    }
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void ascendsPastTheEndOfAMillisecond() {
    Instant last = Instant.ofEpochMilli(1).plusNanos(999_999);
    EventIdMint mint = mintAt(last, last);
    assertThat(mint.next().toString()).startsWith("00000000-0001-7fff-");
    assertThat(mint.next().toString()).startsWith("00000000-0002-7000-");
  }

  @Test
  void neverComesTwiceAndAscendsInEachThread() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<String>>> minted = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        minted.add(threads.submit(EventIdTest::mintMany));
      }
      Set<String> all = new HashSet<>();
      for (Future<List<String>> ids : minted) {
        assertThat(ids.get()).isSorted();
        all.addAll(ids.get());
      }
      assertThat(all).hasSize(4 * 50_000);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void theRandomPartUsesAllItsBits() {
    long ones = 0;
    long zeros = 0;
    for (int i = 0; i < 1_000; i++) {
      long bits = EventId.mint().value().getLeastSignificantBits();
      ones |= bits;
      zeros |= ~bits;
    }
    assertThat(Long.toHexString(ones)).isEqualTo("bfffffffffffffff");
    assertThat(Long.toHexString(zeros)).isEqualTo("7fffffffffffffff");
  }

  @Test
  void readsWhatItWrites() {
    EventId id = EventId.mint();
    assertThat(EventId.parse(id.toString())).isEqualTo(id);
    assertThat(EventId.parse("0198C1D2-E3F4-7800-8000-00000000000A"))
        .hasToString("0198c1d2-e3f4-7800-8000-00000000000a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "0198c1d2e3f478008000000000000001",
        "0198c1d2-e3f4-7800-8000-00000000000g",
        " 0198c1d2-e3f4-7800-8000-00000000001",
        "0198c1d2-e3f4-7800-80000-0000000000a"
      })
  void readsNothingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> EventId.parse(text));
  }

  private static List<String> mintMany() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      ids.add(EventId.mint().toString());
    }
    return ids;
  }

  private static EventIdMint mintAt(Instant... instants) {
    Iterator<Instant> times = Arrays.asList(instants).iterator();
    return new EventIdMint(times::next, new SecureRandom());
  }
}
