package dev.signalbox.relay.redrive;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The steps of an operation. Their names are wire contracts. Each may be repeated. */
@ActivityInterface
public interface LetterActivity {

  /** Records who does what, and looks where the letters end. */
  @ActivityMethod(name = "BeginLetterOperation")
  BeginResult begin(OperationInput input);

  /** Moves or discards some letters, counts them, and wakes their organizations. */
  @ActivityMethod(name = "MoveLetters")
  MoveResult move(MoveRequest request);

  /** Records that the operation ended before it was done. */
  @ActivityMethod(name = "EndLetterOperation")
  void end(EndRequest request);
}
