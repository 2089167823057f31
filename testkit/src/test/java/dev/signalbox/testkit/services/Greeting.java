package dev.signalbox.testkit.services;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Waits for two names and greets them. */
@WorkflowInterface
public interface Greeting {

  @WorkflowMethod
  String greet();

  @SignalMethod
  void meet(String name);

  /** The workflow. */
  final class GreetingImpl implements Greeting {

    private String first = "";
    private String second = "";

    @Override
    public String greet() {
      Workflow.await(() -> !second.isEmpty());
      return "Hello " + first + " and " + second;
    }

    @Override
    public void meet(String name) {
      if (first.isEmpty()) {
        first = name;
      } else {
        second = name;
      }
    }
  }
}
