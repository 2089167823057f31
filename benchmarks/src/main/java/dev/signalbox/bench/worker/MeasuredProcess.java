package dev.signalbox.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of these classes with a {@link Console}. Used by one thread. */
public final class MeasuredProcess implements AutoCloseable {

  /**
   * A collector that leaves nothing dead behind and gives back what is free, so that heap and
   * resident memory after a collection say what lives.
   */
  public static final List<String> TIGHT_HEAP =
      List.of(
          "-Xmx1g",
          "-XX:+UseSerialGC",
          "-XX:MarkSweepAlwaysCompactCount=1",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10");

  private static final long GRACE_SECONDS = 20;

  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;

  private MeasuredProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
  }

  /**
   * Starts one and waits until it is ready. What it logs goes to the error stream of this process.
   *
   * @param environment in place of this process's variables of these names
   */
  public static MeasuredProcess start(
      Class<?> main, List<String> options, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElseThrow(() -> new IOException("The system does not say where Java is.")));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.matches("(SIGNALBOX|TEMPORAL|SVIX)_.*"));
    builder.environment().putAll(environment);
    MeasuredProcess started = new MeasuredProcess(builder.start());
    try {
      started.awaitReady(main);
      return started;
    } catch (IOException e) {
      started.process.destroyForcibly();
      throw e;
    }
  }

  private void awaitReady(Class<?> main) throws IOException {
    String line = out.readLine();
    while (line != null && !line.equals(Console.READY)) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("%s ended before it was ready.".formatted(main.getSimpleName()));
    }
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws IOException also when the process says that it failed
   */
  public Map<String, Double> ask(String command) throws IOException {
    in.println(command);
    String line = out.readLine();
    if (line == null || line.startsWith(Console.FAILED)) {
      throw new IOException("Asked for \"%s\": %s".formatted(command, line));
    }
    Map<String, Double> figures = new HashMap<>();
    for (String figure : line.split(Console.FIGURE_END, -1)) {
      int end = figure.lastIndexOf('=');
      figures.put(figure.substring(0, end), Double.valueOf(figure.substring(end + 1)));
    }
    return figures;
  }

  /** Lets it end in order, and makes it end when it does not. */
  @Override
  public void close() {
    in.close();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
