package dev.signalbox.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.Messages;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever is measured beside this project does the whole work. */
class PeersIT {

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  static Stream<PeerKind> kinds() {
    return Stream.concat(Peers.libraries(4).stream(), Stream.of(Peers.poller()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void deliversABacklogAndWhatComesAfterIt(PeerKind kind) throws Exception {
    Map<String, Message> received = new ConcurrentHashMap<>();
    List<Message> backlog = new Messages(200).of("acme", 100);
    List<Message> later = new Messages(300).of("other", 50);
    try (PostgresDatabase database = SIGNALBOX.services().postgres().createDatabase();
        RunningPeer peer =
            new RunningPeer(
                database,
                kind,
                (message, id) -> received.put(id, message),
                UnaryOperator.identity())) {
      peer.append(backlog);
      assertThat(received).isEmpty();

      peer.start();
      peer.awaitDelivered(100);
      peer.stop();
      assertThat(received.values()).containsExactlyInAnyOrderElementsOf(backlog);

      peer.empty();
      received.clear();
      peer.append(later);
      peer.start();
      peer.awaitDelivered(50);
      peer.stop();
      assertThat(received.values()).containsExactlyInAnyOrderElementsOf(later);
    }
  }
}
