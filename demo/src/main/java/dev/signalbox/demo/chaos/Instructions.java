package dev.signalbox.demo.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** What the director tells the producers, a word a line. Safe for use by several threads. */
final class Instructions {

  static final String SIGNAL = "signal";
  static final String DROP_SIGNALS = "drop-signals";
  static final String HALT = "halt";
  static final String FINISH = "finish";

  private static final int KILLED = 137;

  private final CountDownLatch finish = new CountDownLatch(1);
  private volatile boolean signals = true;
  private volatile boolean halting;

  /** Reads until the end of the director, which ends this process at once. */
  static Instructions from(InputStream in) {
    Instructions instructions = new Instructions();
    Thread.ofPlatform().name("chaos-instructions").daemon().start(() -> instructions.read(in));
    return instructions;
  }

  /** Whether a commit is followed by a signal. */
  boolean signals() {
    return signals;
  }

  /** Called between a commit and its signal: ends this process there, when it was told so. */
  void afterCommit() {
    if (halting) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  boolean isFinished() {
    return finish.getCount() == 0;
  }

  private void read(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        follow(line);
        line = lines.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!isFinished()) {
        Runtime.getRuntime().halt(KILLED);
      }
    }
  }

  private void follow(String instruction) {
    switch (instruction) {
      case SIGNAL -> signals = true;
      case DROP_SIGNALS -> signals = false;
      case HALT -> halting = true;
      case FINISH -> finish.countDown();
      default -> throw new IllegalArgumentException("No such instruction: " + instruction);
    }
  }
}
