package dev.signalbox.testkit.services;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Svix at an address of the environment. */
record GivenSvix(Surroundings surroundings) implements Candidate<SvixService> {

  static final String SERVER_URL = "SVIX_SERVER_URL";
  static final String TOKEN = "SVIX_TOKEN";

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public ServiceKind kind() {
    return ServiceKind.GIVEN;
  }

  @Override
  public Optional<String> obstacle() {
    return surroundings.setting(SERVER_URL).isPresent()
        ? Optional.empty()
        : Optional.of(SERVER_URL + " is not set.");
  }

  @Override
  public SvixService start() {
    URI serverUrl = serverUrl();
    String token =
        surroundings
            .setting(TOKEN)
            .orElseThrow(
                () ->
                    new ServiceUnavailableException(SERVER_URL + " is set without " + TOKEN + "."));
    requireHealth(serverUrl);
    return SvixService.given(serverUrl, token);
  }

  private URI serverUrl() {
    String text = surroundings.setting(SERVER_URL).orElseThrow();
    try {
      return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      throw new ServiceUnavailableException(SERVER_URL + " is no URL.", e);
    }
  }

  private static void requireHealth(URI serverUrl) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(serverUrl + "/api/v1/health/")).timeout(LIMIT).build();
      HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        throw new ServiceUnavailableException(
            "Svix at %s answers its health check with %d.".formatted(serverUrl, status));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ServiceUnavailableException(
          "Svix at %s does not answer: %s".formatted(serverUrl, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceUnavailableException("Interrupted while asking Svix for its health.", e);
    }
  }
}
