package dev.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoCommandTest {

  @Test
  void aCountAndAReportNeedOnce() {
    assertWrongUse("--events and --report need --once.", "--events", "5");
    assertWrongUse("--events and --report need --once.", "--report", "r.json");
  }

  @Test
  void countsOutOfRangeAreRefused() {
    assertWrongUse("--orgs is 0; it must be 1 to 10000.", "--orgs", "0");
    assertWrongUse("--events is 0; it must be 1 to 10000000.", "--once", "--events", "0");
    assertWrongUse("--events is -1; it must be 1 to 10000000.", "--once", "--events", "-1");
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertWrongUse("--orgs", "--orgs", "many");
  }

  private static void assertWrongUse(String message, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "demo";
    System.arraycopy(options, 0, arguments, 1, options.length);
    SignalboxRun run = SignalboxRun.of(arguments);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.error().lines()).singleElement().asString().contains(message);
    assertThat(run.out()).isEmpty();
  }
}
