package dev.signalbox.concurrency;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Where Lincheck cannot read a class it checks nothing and says that all is well. */
public class RaceIsFoundTest {

  private int count;

  @Operation
  public int increment() {
    int before = count;
    count = before + 1;
    return before;
  }

  @Test
  void twoThreadsThatCountAtOnceAreFound() {
    ModelCheckingOptions options =
        new ModelCheckingOptions().threads(2).actorsPerThread(2).iterations(2);

    assertThatThrownBy(() -> options.check(RaceIsFoundTest.class))
        .isInstanceOf(LincheckAssertionError.class);
  }
}
