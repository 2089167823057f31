package dev.signalbox.bench.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.bench.append.AppendCourse.Load;
import dev.signalbox.bench.harness.Contender;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every contender does the same work, and does it in the caller's transaction. */
class AppendersIT {

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  @Test
  void allStoreWhatIsCommittedAndNothingElse() throws Exception {
    AppendStage stage = new AppendStage(SIGNALBOX.database());
    List<List<Message>> lots = List.of(new Messages(200).of("acme", 3));
    AppendContenders contenders =
        new AppendContenders(stage, new Load(1, lots, AppendStage::placeOrder))
            .rawInsert()
            .rawUnnest()
            .rawCopy()
            .rawBatches()
            .ours()
            .oursOneByOne()
            .peers();

    assertThat(contenders.notMeasured()).isEmpty();
    for (Contender contender : contenders.contenders()) {
      try (AppendCourse course = (AppendCourse) contender.course()) {
        course.prepare();
        assertThat(course.run()).as(contender.name()).containsKey(AppendCourse.TRANSACTION_TIME);
        assertThat(stage.rows("bench.order_placed")).as(contender.name()).isEqualTo(1);
        course.prepare();
        assertRollsBack(stage, course, contender.name(), lots.get(0));
      }
    }
  }

  private static void assertRollsBack(
      AppendStage stage, AppendCourse course, String name, List<Message> lot) throws Exception {
    Work failing =
        connection -> {
          throw new SQLException("the caller fails");
        };
    assertThatThrownBy(() -> course.appender().transaction(lot, failing)).as(name).isNotNull();
    assertThat(stage.rows(course.appender().tables().get(0))).as(name).isZero();
  }
}
