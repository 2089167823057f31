package dev.signalbox.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowTest {

  @Test
  void neitherEventNorRowShowsItsPayload() {
    OutboxEvent event =
        OutboxEvent.of("acme", "order.created", "{\"a\":\"SECRET\"}").withOrderingKey("SECRET");

    assertThat(event.toString()).contains("acme", "order.created").doesNotContain("SECRET");
    assertThat(Row.of(event).toString())
        .contains("acme", "order.created", "14 characters")
        .doesNotContain("SECRET");
  }
}
