package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyBlocksTest {

  private final KeyBlocks blocks = new KeyBlocks();

  @Test
  void blocksNothingAtFirst() {
    assertThat(blocks.isEmpty()).isTrue();
    assertThat(blocks.isFull()).isFalse();
    assertThat(blocks.blocks("a")).isFalse();
    assertThat(blocks.keys()).isEmpty();
  }

  @Test
  void forgetsOnlyWhatALookWillMeetAgain() {
    blocks.add(10, "a");
    blocks.add(20, "b");
    blocks.forgetAfter(10);
    assertThat(blocks.keys()).containsExactly("a");
    blocks.forgetAfter(9);
    assertThat(blocks.isEmpty()).isTrue();
  }

  @Test
  void aKeyThatWaitsTwiceIsBlockedUntilBothAreForgotten() {
    blocks.add(10, "a");
    blocks.add(20, "a");
    blocks.forgetAfter(15);
    assertThat(blocks.blocks("a")).isTrue();
    blocks.forgetAfter(0);
    assertThat(blocks.blocks("a")).isFalse();
  }

  @Test
  void aParkedKeyIsBlockedUntilALookFromTheBeginningSaysOtherwise() {
    blocks.park("a");
    blocks.add(10, "b");
    blocks.forgetAfter(0);
    assertThat(blocks.keys()).containsExactly("a");
    blocks.parkOnly(Set.of("c"));
    assertThat(blocks.keys()).containsExactly("c");
    blocks.parkOnly(Set.of());
    assertThat(blocks.isEmpty()).isTrue();
  }

  @Test
  void isFullAtItsCapacity() {
    for (int id = 1; id < KeyBlocks.CAPACITY; id++) {
      blocks.add(id, "key-" + id);
    }
    assertThat(blocks.isFull()).isFalse();
    blocks.add(KeyBlocks.CAPACITY, "last");
    assertThat(blocks.isFull()).isTrue();
    blocks.forgetAfter(0);
    assertThat(blocks.isFull()).isFalse();
  }

  @Test
  void agreesWithASimpleModel() {
    long seed = System.nanoTime();
    System.out.println("KeyBlocksTest seed " + seed);
    Random random = new Random(seed);
    Map<Long, String> model = new TreeMap<>();
    for (int step = 0; step < 5_000; step++) {
      long id = random.nextInt(100);
      if (random.nextInt(4) == 0) {
        blocks.forgetAfter(id);
        model.keySet().removeIf(waiting -> waiting > id);
      } else {
        String key = "key-" + id % 10; // a row keeps its key
        blocks.add(id, key);
        model.put(id, key);
        blocks.forgetAfter(id);
        model.keySet().removeIf(waiting -> waiting > id);
      }
      Set<String> keys = new HashSet<>(model.values());
      assertThat(blocks.keys()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(keys);
      assertThat(blocks.isEmpty()).isEqualTo(keys.isEmpty());
    }
  }
}
