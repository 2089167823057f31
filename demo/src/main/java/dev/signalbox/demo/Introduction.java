package dev.signalbox.demo;

import dev.signalbox.testkit.services.BackingServices;
import java.util.ArrayList;
import java.util.List;

/** Says what the demo runs on. */
final class Introduction {

  private Introduction() {}

  static List<String> lines(BackingServices services) {
    List<String> lines = new ArrayList<>(services.describe());
    lines.add(
        services
            .temporal()
            .uiUrl()
            .map(url -> "Temporal's UI: " + url)
            .orElse(
                "Temporal's UI: none here; with the program \"temporal\" (Temporal CLI) on the PATH"
                    + " there is one."));
    return lines;
  }
}
