package dev.signalbox.relay.config;

import dev.signalbox.contract.RelayContract;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * How to reach Temporal, from its own {@code TEMPORAL_*} variables and configuration file.
 *
 * @param taskQueue of workflow and slices; producers and workers must agree on it
 * @param stubs address, TLS and API key; take {@code newBuilder(stubs)} to add deadlines or metrics
 * @param client namespace
 */
public record TemporalSettings(
    String taskQueue, WorkflowServiceStubsOptions stubs, WorkflowClientOptions client) {

  static final Setting<String> TASK_QUEUE =
      Settings.text(
          "SIGNALBOX_TASK_QUEUE",
          RelayContract.DEFAULT_TASK_QUEUE,
          "Temporal's task queue; the same for producers and workers.");

  static final List<Setting<?>> SETTINGS = List.of(TASK_QUEUE);

  static TemporalSettings from(Map<String, String> environment) {
    try {
      ClientConfigProfile profile = profile(environment);
      return new TemporalSettings(
          TASK_QUEUE.read(environment),
          WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
              .setGrpcCompression(GrpcCompression.NONE) // calls are a kilobyte: it costs more
              .validateAndBuildWithDefaults(),
          profile.toWorkflowClientOptions().toBuilder()
              .setDataConverter(TemporalJson.converter())
              .validateAndBuildWithDefaults());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with Temporal's own variables and file. */
  static List<String> problems(Map<String, String> environment) {
    try {
      profile(environment).toWorkflowServiceStubsOptions();
      return List.of();
    } catch (IOException | RuntimeException e) { // whatever its readers of files and keys throw
      return List.of("TEMPORAL_* or Temporal's configuration file is refused: " + firstLine(e));
    }
  }

  private static ClientConfigProfile profile(Map<String, String> environment) throws IOException {
    return ClientConfigProfile.load(
        LoadClientConfigProfileOptions.newBuilder().setEnvOverrides(environment).build());
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  /** Host and port of the frontend. */
  public String address() {
    return String.valueOf(stubs.getTarget());
  }

  @Override
  public String toString() {
    return "TemporalSettings[%s, namespace=%s, taskQueue=%s]"
        .formatted(address(), client.getNamespace(), taskQueue);
  }
}
