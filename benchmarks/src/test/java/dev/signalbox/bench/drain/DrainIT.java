package dev.signalbox.bench.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.Databases;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.bench.peer.PeerKind;
import dev.signalbox.bench.peer.Peers;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every contender drains its backlog, round after round. */
class DrainIT {

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  private static final Databases DATABASES = new Databases();

  @AfterAll
  static void dropDatabases() {
    DATABASES.close();
  }

  @Test
  void allDrainTwice() throws Exception {
    Backlog backlog = new Backlog(3, 60, 200);
    try (Stub stub = Stub.start()) {
      LeanClient client = new LeanClient(stub.url());
      List<Course> courses = new ArrayList<>();
      courses.add(new LoopCourse(client, 4, backlog));
      courses.add(new LoopCourse(new OfficialClient(stub.url(), Stub.TOKEN), 4, backlog));
      courses.add(
          new RelayCourse(
              DATABASES::create, SIGNALBOX.services().temporal(), stub.url(), 4, backlog));
      courses.add(new BareDrainCourse(DATABASES::create, null, stub.url(), 4, backlog));
      courses.add(
          new BareDrainCourse(
              DATABASES::create, SIGNALBOX.services().temporal(), stub.url(), 4, backlog));
      for (PeerKind kind : Peers.libraries(4)) {
        courses.add(new PeerCourse(DATABASES::create, kind, client::send, backlog));
      }
      courses.add(
          new PeerCourse(DATABASES::create, Peers.poller(), client::send, backlog.with(50)));
      for (Course course : courses) {
        assertDrainsTwice(course);
      }
    }
  }

  private static void assertDrainsTwice(Course course) throws Exception {
    try (course) {
      for (int round = 0; round < 2; round++) {
        course.prepare();
        assertThat(course.run()).containsOnlyKeys(Figures.RATE, Figures.CPU);
      }
    }
  }
}
