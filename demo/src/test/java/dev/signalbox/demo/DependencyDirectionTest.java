package dev.signalbox.demo;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which way the modules and packages look: migrations ← producer-lib ← relay-worker ← demo. */
class DependencyDirectionTest {

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.signalbox");

  private static final String CONTRACT = "dev.signalbox.contract..";
  private static final String OUTBOX = "dev.signalbox.outbox..";
  private static final String SIGNAL = "dev.signalbox.signal..";
  private static final String MIGRATIONS = "dev.signalbox.migrations..";
  private static final String RELAY = "dev.signalbox.relay..";
  private static final String TESTKIT = "dev.signalbox.testkit..";
  private static final String DEMO = "dev.signalbox.demo..";

  @Test
  void everyModuleIsLookedAt() {
    for (String part : List.of(CONTRACT, OUTBOX, SIGNAL, MIGRATIONS, RELAY, TESTKIT, DEMO)) {
      assertThat(PRODUCT.that(resideInAPackage(part))).as(part).hasSizeGreaterThan(1);
    }
  }

  @Test
  void theContractLooksAtNothingOfTheProduct() {
    check(ownDependenciesOf(CONTRACT, CONTRACT));
  }

  @Test
  void outboxAndSignalLookAtTheContractAlone() {
    check(ownDependenciesOf(OUTBOX, OUTBOX, CONTRACT));
    check(ownDependenciesOf(SIGNAL, SIGNAL, CONTRACT));
  }

  @Test
  void migrationsStandAlone() {
    check(ownDependenciesOf(MIGRATIONS, MIGRATIONS));
  }

  @Test
  void theTestkitKnowsMigrationsAndNothingOfTheRelay() {
    check(ownDependenciesOf(TESTKIT, TESTKIT, MIGRATIONS));
  }

  @Test
  void theRelayKnowsNeitherTestkitNorDemo() {
    check(ownDependenciesOf(RELAY, RELAY, CONTRACT, OUTBOX, SIGNAL, MIGRATIONS));
  }

  @Test
  void theRelaysPackagesFormNoCycles() {
    check(slices().matching("dev.signalbox.relay.(*)..").should().beFreeOfCycles());
  }

  @Test
  void onlyThePackageSvixKnowsSvixsClient() {
    check(
        noClasses()
            .that(not(resideInAPackage("dev.signalbox.relay.svix..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.svix.."));
  }

  @Test
  void workflowCodeHasNoDatabaseClockChanceOrThreads() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.signalbox.relay.workflow..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "java.net..",
                        "java.nio.file..",
                        "java.util.concurrent..",
                        "java.util.random..")
                    .or(
                        JavaClass.Predicates.belongToAnyOf(
                            java.lang.System.class,
                            java.lang.Thread.class,
                            java.time.Clock.class,
                            java.time.InstantSource.class,
                            java.util.Random.class,
                            java.security.SecureRandom.class)))
            .orShould()
            .callMethodWhere(
                describe(
                    "reads a clock or draws a number", DependencyDirectionTest::isNowOrChance)));
  }

  @Test
  void onlyMigrationsDefineTables() {
    Pattern definition =
        Pattern.compile(
            "\\b(CREATE|ALTER|DROP)\\s+(OR\\s+REPLACE\\s+)?(UNIQUE\\s+|UNLOGGED\\s+|TEMP\\w*\\s+)?"
                + "(TABLE|INDEX|SCHEMA|FUNCTION|TRIGGER|VIEW|SEQUENCE|TYPE|EXTENSION)\\s+"
                + "(IF\\s+NOT\\s+EXISTS\\s+)?+(?!(shop|chaos)\\b)"); // the demo's producers have
    // tables of their own
    assertThat(sources()).isNotEmpty().noneMatch(file -> definition.matcher(read(file)).find());
  }

  private static boolean isNowOrChance(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    String method = call.getTarget().getName();
    return (owner.startsWith("java.time.") && method.equals("now"))
        || (owner.equals("java.util.UUID") && method.equals("randomUUID"))
        || (owner.equals("java.lang.Math") && method.equals("random"));
  }

  private static ArchRule ownDependenciesOf(String from, String... allowed) {
    return classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(not(resideInAPackage("dev.signalbox.."))));
  }

  private static void check(ArchRule rule) {
    rule.check(PRODUCT);
  }

  /** Everything that is delivered but for the migrations. */
  private static List<Path> sources() {
    Path root = Path.of(System.getProperty("basedir", "."), "..").normalize();
    return Stream.of("producer-lib", "testkit", "relay-worker", "demo")
        .map(module -> root.resolve(module).resolve("src/main"))
        .flatMap(directory -> filesBelow(directory).stream())
        .toList();
  }

  private static List<Path> filesBelow(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
