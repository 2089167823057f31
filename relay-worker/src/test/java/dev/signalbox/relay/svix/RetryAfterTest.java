package dev.signalbox.relay.svix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0,PT0S",
    "7,PT7S",
    "3600,PT1H",
    "3601,PT1H",
    "99999999999999999999999,PT1H",
    "'Sat, 21 Nov 2026 10:00:30 GMT',PT30S",
    "'Saturday, 21-Nov-26 10:00:30 GMT',PT30S",
    "'Sat, 21 Nov 2026 09:59:00 GMT',PT0S",
    "'Sun, 21 Nov 2027 10:00:00 GMT',PT1H"
  })
  void readsSecondsAndDatesWithinBounds(String value, Duration wait) {
    assertThat(RetryAfter.read(value, NOW)).isEqualTo(Optional.of(wait));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "7 s"})
  void whatIsNeitherIsNoWait(String value) {
    assertThat(RetryAfter.read(value, NOW)).isEmpty();
  }

  @Test
  void noHeaderIsNoWait() {
    assertThat(RetryAfter.read(null, NOW)).isEmpty();
  }
}
