package dev.signalbox.bench.drain;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.stub.Stub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp with a connection for each call in flight, and a body that is written once, by hand. */
public final class LeanClient implements LoopCourse.Sender {

  private static final MediaType JSON = MediaType.get("application/json");
  private static final int POOL = 256;

  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .connectionPool(new ConnectionPool(POOL, 60, TimeUnit.SECONDS))
          .retryOnConnectionFailure(false)
          .build();
  private final String server;

  /** Posts to this server; connects with the first message. */
  public LeanClient(URI server) {
    this.server = server.toString();
  }

  @Override
  public void send(Message message, String id) throws IOException {
    Request request =
        new Request.Builder()
            .url(
                "%s/api/v1/app/%s/msg?with_content=false".formatted(server, message.organization()))
            .header("Authorization", "Bearer " + Stub.TOKEN)
            .header("idempotency-key", id)
            .post(RequestBody.create(body(message, id), JSON))
            .build();
    try (Response response = http.newCall(request).execute()) {
      byte[] answer = response.body() == null ? new byte[0] : response.body().bytes();
      if (!response.isSuccessful() || answer.length == 0) {
        throw new IOException("The stub answered " + response.code());
      }
    }
  }

  /** As short as Svix takes it, written by hand. */
  public static byte[] body(Message message, String id) {
    StringBuilder text = new StringBuilder(message.payload().length() + 200);
    text.append("{\"eventType\":\"").append(message.type());
    text.append("\",\"eventId\":\"").append(id);
    text.append("\",\"payload\":{},\"transformationsParams\":{\"rawPayload\":\"");
    JsonStringEncoder.getInstance().quoteAsString(message.payload(), text);
    return text.append("\"}}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
