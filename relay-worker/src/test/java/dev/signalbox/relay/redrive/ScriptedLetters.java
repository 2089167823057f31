package dev.signalbox.relay.redrive;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Steps that move nothing: each does the next thing of a script, and finds nothing at its end. */
final class ScriptedLetters implements LetterActivity {

  static final long END = 1000;

  final List<OperationInput> begun = new CopyOnWriteArrayList<>();
  final List<MoveRequest> moves = new CopyOnWriteArrayList<>();
  final List<EndRequest> ends = new CopyOnWriteArrayList<>();
  private final Queue<Supplier<MoveResult>> script = new ConcurrentLinkedQueue<>();
  private long affected;

  /** A step that moves so many, and is not the last. */
  ScriptedLetters thenMove(long letters) {
    return then(() -> moved(letters));
  }

  ScriptedLetters then(Supplier<MoveResult> step) {
    script.add(step);
    return this;
  }

  synchronized MoveResult moved(long letters) {
    affected += letters;
    return new MoveResult(letters, affected * 10, affected, false);
  }

  @Override
  public BeginResult begin(OperationInput input) {
    begun.add(input);
    return new BeginResult(END);
  }

  @Override
  public MoveResult move(MoveRequest request) {
    moves.add(request);
    Supplier<MoveResult> step = script.poll();
    return step == null ? nothing() : step.get();
  }

  private synchronized MoveResult nothing() {
    return new MoveResult(0, 0, affected, true);
  }

  @Override
  public void end(EndRequest request) {
    ends.add(request);
  }
}
