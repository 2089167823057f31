package dev.signalbox.relay.svix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResponseTextTest {

  @Test
  void dropsWhatTheDatabaseCannotStore() {
    assertThat(ResponseText.clean("a\u0000b\uD83Dc\uDE00d\uD83D\uDE00\n"))
        .isEqualTo("abcd\uD83D\uDE00\n");
  }

  @Test
  void cutsWithoutHalvingACharacter() {
    String almostFull = "x".repeat(ResponseText.MAX_LENGTH - 1);
    assertThat(ResponseText.clean(almostFull + "\uD83D\uDE00y")).isEqualTo(almostFull);
    assertThat(ResponseText.clean(almostFull + "yz")).isEqualTo(almostFull + "y");
  }
}
