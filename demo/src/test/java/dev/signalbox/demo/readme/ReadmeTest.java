package dev.signalbox.demo.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents show and point to is there. */
class ReadmeTest {

  private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..").normalize();
  private static final Path EXAMPLES = Path.of("demo/src/test/java/dev/signalbox/demo/readme");

  private static final Pattern JAVA_FENCE = Pattern.compile("(?m)^```java$");

  /** A fence that says where its code comes from: {@code <!-- File.java, region -->}. */
  private static final Pattern SOURCED_FENCE =
      Pattern.compile("(?ms)^<!-- (\\w+\\.java), ([a-z-]+) -->\n```java\n(.*?)^```$");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");

  private static final Pattern OWN_ARTIFACT =
      Pattern.compile("<groupId>dev\\.signalbox</groupId>.*?<version>([^<]+)</version>");

  @Test
  void theReadmeShowsCodeThatIsCompiledAndRun() throws IOException {
    String readme = read(Path.of("README.md"));
    List<MatchResult> fences = SOURCED_FENCE.matcher(readme).results().toList();
    assertThat(fences).hasSizeGreaterThan(3);
    assertThat(fences).hasSize((int) JAVA_FENCE.matcher(readme).results().count());
    for (MatchResult fence : fences) {
      assertThat(fence.group(3))
          .as("README's code of %s, region %s", fence.group(1), fence.group(2))
          .isEqualTo(region(EXAMPLES.resolve(fence.group(1)), fence.group(2)));
    }
  }

  @Test
  void theReadmeNamesTheVersionThatIsBuilt() throws IOException {
    String flat = read(Path.of("README.md")).replace('\n', ' ');
    assertThat(OWN_ARTIFACT.matcher(flat).results().map(match -> match.group(1)))
        .isNotEmpty()
        .containsOnly(
            OWN_ARTIFACT
                .matcher(read(Path.of("pom.xml")).replace('\n', ' '))
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow());
  }

  @Test
  void everyLinkOfTheDocumentsLeadsToAFile() throws IOException {
    assertThat(documents().stream().flatMap(ReadmeTest::deadLinks)).isEmpty();
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    documents.add(ROOT.resolve("README.md"));
    documents.add(ROOT.resolve("CHANGELOG.md"));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents;
  }

  private static Stream<String> deadLinks(Path document) {
    try {
      return LINK.matcher(Files.readString(document))
          .results()
          .map(match -> match.group(1))
          .filter(link -> !Files.exists(document.resolveSibling(link)))
          .map(link -> document + " -> " + link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String region(Path file, String name) throws IOException {
    List<String> lines =
        read(file)
            .lines()
            .dropWhile(Predicate.not(line -> line.strip().equals("// region " + name)))
            .skip(1)
            .takeWhile(line -> !line.strip().equals("// endregion"))
            .toList();
    assertThat(lines).as("region %s of %s", name, file).isNotEmpty();
    return lines.stream().collect(Collectors.joining("\n")).stripIndent().stripTrailing() + "\n";
  }

  private static String read(Path file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
