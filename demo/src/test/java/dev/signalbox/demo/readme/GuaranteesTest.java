package dev.signalbox.demo.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test, and every guard of a model, that the guarantees name is there. */
class GuaranteesTest {

  private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..").normalize();

  private static final Pattern NAMED_TEST =
      Pattern.compile("`([A-Z]\\w*[a-z]\\w*(?:Test|IT))(?:\\.([a-z]\\w+))?`");
  private static final Pattern NAMED_GUARD = Pattern.compile("`([A-Z]+(?:_[A-Z]+)*)`");

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    Map<String, String> tests = tests();
    assertThat(NAMED_TEST.matcher(guarantees()).results())
        .hasSizeGreaterThan(30)
        .allSatisfy(
            named -> {
              assertThat(tests).containsKey(named.group(1));
              if (named.group(2) != null) {
                assertThat(tests.get(named.group(1)))
                    .containsPattern("(void|Collection<DynamicTest>) " + named.group(2) + "\\(");
              }
            });
  }

  @Test
  void everyGuardThatIsNamedIsTakenAwayByACheckOfTheModels() throws IOException {
    String check = Files.readString(ROOT.resolve("model/check"));
    assertThat(NAMED_GUARD.matcher(guarantees()).results().map(guard -> guard.group(1)))
        .hasSizeGreaterThan(5)
        .allSatisfy(guard -> assertThat(check).contains(guard));
  }

  private static String guarantees() throws IOException {
    return Files.readString(ROOT.resolve("docs/guarantees.md"));
  }

  /** The sources of all tests, by the name of their class. */
  private static Map<String, String> tests() {
    return Stream.of("producer-lib", "testkit", "relay-worker", "demo", "concurrency")
        .flatMap(module -> sources(ROOT.resolve(module).resolve("src/test/java")).stream())
        .collect(
            Collectors.toMap(
                GuaranteesTest::name, GuaranteesTest::read, (one, other) -> one + other));
  }

  private static List<Path> sources(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(path -> path.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName()).replace(".java", "");
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
