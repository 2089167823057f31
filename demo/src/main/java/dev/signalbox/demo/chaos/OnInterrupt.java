package dev.signalbox.demo.chaos;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes things when the process is asked to end meanwhile (SIGTERM, Ctrl-C). */
final class OnInterrupt implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OnInterrupt.class);

  private final List<AutoCloseable> resources;
  private final Thread hook = new Thread(this::closeAll, "chaos-interrupt");

  /**
   * Closes in this order; each must bear to be closed twice.
   *
   * @param resources in use until this is closed
   */
  OnInterrupt(List<AutoCloseable> resources) {
    this.resources = List.copyOf(resources);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  String explanation() {
    return "Ctrl-C ends everything.";
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) { // it runs already, and does what its owner would do
      log.debug("The process ends.", e);
    }
  }

  private void closeAll() {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) { // whatever it is, the others are closed too
        log.warn("Closing {} failed.", resource.getClass().getSimpleName(), e);
      }
    }
  }
}
