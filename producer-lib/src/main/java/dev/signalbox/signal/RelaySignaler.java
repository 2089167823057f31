package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.signal.DrainFlag.Reading;
import dev.signalbox.signal.SignalOutcome.Failed;
import dev.signalbox.signal.SignalOutcome.FailureCause;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Wakes the relay of an organization: after the commit of a transaction that appended to its
 * outbox, never before.
 *
 * <ul>
 *   <li>During the call: it returns at once, does no I/O and throws nothing because of Temporal or
 *       the database, whatever state they are in.
 *   <li>After the call: one signal-with-start begins that began after the call, unless the database
 *       says that the relay will look by itself. Calls for an organization that arrive before that
 *       are coalesced into it; while one is in flight at most one waits behind it.
 *   <li>When it fails (Temporal is down, the process dies, too many organizations wait): the rows
 *       are committed, and the relay's sweep wakes the organization. While Temporal does not
 *       answer, attempts pause for up to {@code 5 s}, and the organizations wait within the bound
 *       of the options.
 * </ul>
 *
 * <p>Each call comes, for each of its organizations, to exactly one {@link SignalOutcome}, of which
 * the listener is told. One instance serves a process; it is safe for use by several threads. Its
 * threads are daemons.
 */
public final class RelaySignaler implements AutoCloseable {

  private static final Duration FLAG_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Coalescer coalescer;
  private final Circuit circuit;
  private final DrainFlag flag;
  private final WakeSender sender;
  private final SignalListener listener;
  private final Duration closeLimit;
  private final List<Thread> threads;

  RelaySignaler(
      SignalerOptions options, DrainFlag flag, WakeSender sender, SignalListener listener) {
    this.coalescer = new Coalescer(options.maximumQueued());
    this.circuit = new Circuit(FIRST_PAUSE, LONGEST_PAUSE, System::nanoTime);
    this.flag = flag;
    this.sender = sender;
    this.listener = new QuietListener(listener);
    this.closeLimit = options.closeLimit();
    ThreadFactory factory = DaemonThreads.named("signalbox-signaler");
    SenderLoop loop = new SenderLoop(coalescer, flag, circuit, sender, this.listener);
    this.threads =
        Stream.generate(() -> factory.newThread(loop)).limit(options.senderThreads()).toList();
    this.threads.forEach(Thread::start);
  }

  /**
   * A signaler that reads the outbox's database before it signals, so that a busy organization does
   * not cost a signal per commit, and so that a workflow learns which database it belongs to. A
   * read that fails or takes longer than a second costs a signal and nothing else.
   *
   * @param stubsOptions where Temporal is, with TLS and API key, by hand or from
   *     temporal-envconfig; the signaler opens a connection of its own, and sets its deadlines
   *     itself. A signal is a kilobyte: without the client's default compression ({@code
   *     setGrpcCompression(GrpcCompression.NONE)}) it costs less on both sides
   * @param clientOptions namespace and data converter, the same as the relay's
   * @param dataSource gives connections to the primary, never one that is bound to a caller's
   *     transaction; up to as many at a time as there are sender threads
   */
  public static RelaySignaler start(
      SignalerOptions options,
      WorkflowServiceStubsOptions stubsOptions,
      WorkflowClientOptions clientOptions,
      DataSource dataSource,
      SignalListener listener) {
    DrainFlag flag =
        new BoundedDrainFlag(
            new PostgresDrainFlag(dataSource, options, FLAG_TIMEOUT),
            FLAG_TIMEOUT,
            options.senderThreads(),
            System::nanoTime);
    return new RelaySignaler(
        options, flag, new TemporalWakeSender(options, stubsOptions, clientOptions), listener);
  }

  /**
   * A signaler without a database: it sends every signal that is not coalesced, and starts
   * workflows with the options' database id; where that is empty, the relay does not check it.
   */
  public static RelaySignaler startWithoutDatabase(
      SignalerOptions options,
      WorkflowServiceStubsOptions stubsOptions,
      WorkflowClientOptions clientOptions,
      SignalListener listener) {
    return new RelaySignaler(
        options,
        organization -> new Reading.Needed(options.databaseId()),
        new TemporalWakeSender(options, stubsOptions, clientOptions),
        listener);
  }

  /** Wakes the relay of an organization whose events are committed. Once closed, it fails. */
  public void signalRelay(OrganizationId organization) {
    switch (coalescer.offer(organization)) {
      case QUEUED -> {
        // whoever sends it tells the listener
      }
      case COALESCED -> listener.onSignal(organization, new SignalOutcome.Coalesced());
      case OVERFLOW ->
          fail(organization, FailureCause.OVERFLOW, "Too many organizations wait for a signal.");
      case CLOSED -> fail(organization, FailureCause.CLOSED, "The signaler is closed.");
    }
  }

  /** Wakes the relays of several organizations, each of them once. */
  public void signalRelay(Collection<OrganizationId> organizations) {
    new LinkedHashSet<>(organizations).forEach(this::signalRelay);
  }

  /**
   * Sends what waits, within the close limit; what is not answered by then fails. Closing again
   * does nothing.
   */
  @Override
  public void close() {
    coalescer.close();
    circuit.endPause();
    awaitSenders();
    coalescer
        .abandon()
        .forEach(
            organization ->
                fail(
                    organization,
                    FailureCause.CLOSED,
                    "The signaler was closed before Temporal answered."));
    threads.forEach(Thread::interrupt);
    sender.close();
    flag.close();
  }

  private void awaitSenders() {
    long end = System.nanoTime() + closeLimit.toNanos();
    try {
      for (Thread thread : threads) {
        long rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (rest > 0) { // zero would wait for ever
          thread.join(rest);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(OrganizationId organization, FailureCause cause, String reason) {
    listener.onSignal(organization, new Failed(cause, reason));
  }
}
