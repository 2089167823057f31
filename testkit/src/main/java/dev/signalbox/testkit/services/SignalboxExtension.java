package dev.signalbox.testkit.services;

import dev.signalbox.migrations.Migrations;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a database, a Temporal client, a Svix and a name that no other class has, on
 * the servers that all tests of the JVM share ({@link BackingServices#shared}). Each part is made
 * when it is first asked for and taken away after the class. Safe for use by several threads.
 *
 * <pre>{@code
 * class OrdersIT {
 *   @RegisterExtension
 *   static final SignalboxExtension signalbox = SignalboxExtension.migrated("signalbox");
 *
 *   @Test
 *   void anOrderAppendsItsEvent() throws SQLException {
 *     try (Connection connection = signalbox.database().dataSource().getConnection()) {
 *       connection.setAutoCommit(false);
 *       new Orders(connection).place("o-1");
 *       connection.commit();
 *     }
 *   }
 * }
 * }</pre>
 */
public final class SignalboxExtension implements BeforeAllCallback, AfterAllCallback {

  private static final int LONGEST_CLASS_NAME = 40;

  private final Consumer<DataSource> preparation;
  private int classes;
  private @Nullable String name;
  private @Nullable PostgresDatabase database;
  private @Nullable WorkflowServiceStubs stubs;
  private @Nullable WorkflowClient client;
  private @Nullable SvixService svix;

  private SignalboxExtension(Consumer<DataSource> preparation) {
    this.preparation = preparation;
  }

  /** The class's database is empty. */
  public static SignalboxExtension empty() {
    return new SignalboxExtension(dataSource -> {});
  }

  /**
   * The class's database holds the outbox's tables.
   *
   * @param schema where they are, as for {@link Migrations}
   */
  public static SignalboxExtension migrated(String schema) {
    return prepared(dataSource -> new Migrations(dataSource, schema).migrate());
  }

  /** The class's database is what the callback makes of an empty one. */
  public static SignalboxExtension prepared(Consumer<DataSource> preparation) {
    return new SignalboxExtension(preparation);
  }

  /** The database of this test class. */
  public synchronized PostgresDatabase database() {
    String owner = name();
    if (database == null) {
      PostgresDatabase created = services().postgres().createDatabase();
      try {
        preparation.accept(created.dataSource());
      } catch (RuntimeException e) {
        created.close();
        throw new IllegalStateException(
            "The database of %s cannot be prepared.".formatted(owner), e);
      }
      database = created;
    }
    return database;
  }

  /** A client of this test class, fit for its workers too; the extension shuts it down. */
  public synchronized WorkflowClient workflowClient() {
    name();
    if (client == null) {
      TemporalService temporal = services().temporal();
      stubs = temporal.newServiceStubs();
      client =
          WorkflowClient.newInstance(
              stubs, WorkflowClientOptions.newBuilder().setNamespace(temporal.namespace()).build());
    }
    return client;
  }

  /**
   * A Svix of this test class, its emulator included; a given server is the same one for all
   * classes, who tell their applications apart by {@link #name}.
   */
  public synchronized SvixService svix() {
    name();
    if (svix == null) {
      svix = services().newSvix();
    }
    return svix;
  }

  /**
   * A name of this run of this test class: lower-case letters, digits and hyphens, at most 63. It
   * serves as task queue, and as the source in workflow ids, which keeps them apart from those of
   * other classes on the same server.
   *
   * @throws IllegalStateException outside of the test class's life, or in an instance field
   */
  public synchronized String name() {
    if (name == null) {
      throw new IllegalStateException(
          "SignalboxExtension gives its parts between @BeforeAll and @AfterAll, and only in a"
              + " static field with @RegisterExtension.");
    }
    return name;
  }

  /** The shared servers themselves. */
  public BackingServices services() {
    return BackingServices.shared();
  }

  @Override
  public synchronized void beforeAll(ExtensionContext context) {
    if (classes++ == 0) { // nested classes keep what their outer class has
      name = nameOf(context.getRequiredTestClass());
    }
  }

  @Override
  public synchronized void afterAll(ExtensionContext context) {
    if (--classes == 0) {
      release();
    }
  }

  private synchronized void release() {
    PostgresDatabase dropped = database;
    if (stubs != null) {
      stubs.shutdownNow();
    }
    if (svix != null) {
      svix.close();
    }
    name = null;
    database = null;
    stubs = null;
    client = null;
    svix = null;
    if (dropped != null) {
      dropped.close();
    }
  }

  private static String nameOf(Class<?> testClass) {
    String simple = testClass.getSimpleName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    String shortened = simple.substring(0, Math.min(simple.length(), LONGEST_CLASS_NAME));
    return "t-%s-%s".formatted(shortened, UUID.randomUUID().toString().substring(0, 8));
  }
}
