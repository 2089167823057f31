package dev.signalbox.relay.cli;

import dev.signalbox.relay.process.RunningRelay;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker that does nothing until it is stopped. */
final class FakeRelay implements RunningRelay {

  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SIGNALBOX_DATABASE_URL", "jdbc:postgresql://db/app",
          "SVIX_SERVER_URL", "http://svix:8071",
          "SVIX_TOKEN", "token",
          "SIGNALBOX_HEALTH_PORT", "0");

  private final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public boolean isReady() {
    return stopped.getCount() > 0;
  }

  @Override
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
