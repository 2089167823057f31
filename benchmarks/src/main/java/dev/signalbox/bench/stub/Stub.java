package dev.signalbox.bench.stub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** {@link StubMain} in a process of its own. */
public final class Stub implements AutoCloseable {

  /** Which token is sent does not matter. */
  public static final String TOKEN = "testsk_bench";

  static final String JOURNAL = "/journal";
  static final String COUNTS = "/counts";

  private final Process process;
  private final URI url;

  private Stub(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** One that answers at once. */
  public static Stub start() throws IOException {
    return start(Duration.ZERO);
  }

  /**
   * One that lets each message wait.
   *
   * @param delay from the end of the request to the answer; in whole milliseconds
   */
  public static Stub start(Duration delay) throws IOException {
    String java =
        ProcessHandle.current()
            .info()
            .command()
            .orElseThrow(() -> new IOException("The system does not say where Java is."));
    List<String> command =
        List.of(
            java,
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            StubMain.class.getName(),
            Long.toString(delay.toMillis()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      BufferedReader out = process.inputReader();
      String port = out.readLine();
      if (port == null) {
        throw new IOException("The stub did not start.");
      }
      return new Stub(process, URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Where it listens. */
  public URI url() {
    return url;
  }

  /**
   * The messages that were answered since this was last called; none before the first call, which
   * begins the journal.
   */
  public List<Delivery> takeJournal() throws IOException {
    return StubJournal.parse(ask(JOURNAL));
  }

  /** What was sent to it since its start. */
  public StubCounts counts() throws IOException {
    return StubCounts.parse(ask(COUNTS));
  }

  private String ask(String path) throws IOException {
    try (InputStream answer = url.resolve(path).toURL().openStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
