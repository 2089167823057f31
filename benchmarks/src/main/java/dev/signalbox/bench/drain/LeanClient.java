package dev.signalbox.bench.drain;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.stub.Stub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The client that was found to cost least: Apache's with a connection for each call in flight,
 * without time limits, and a body that is written once, by hand. All of a process share their
 * connections.
 */
public final class LeanClient implements LoopCourse.Sender {

  /** What it is, for a report. */
  public static final Map<String, String> SETTINGS =
      Map.of("client", "Apache HttpClient 5.6, connections without limits, body encoded once");

  private static final TimeValue KEPT = TimeValue.ofSeconds(60);
  private static final CloseableHttpClient HTTP =
      HttpClientBuilder.create()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create()
                  .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                  .setMaxConnPerRoute(Integer.MAX_VALUE)
                  .setMaxConnTotal(Integer.MAX_VALUE)
                  .setDefaultConnectionConfig(
                      ConnectionConfig.custom()
                          .setSocketTimeout(Timeout.DISABLED)
                          .setValidateAfterInactivity(KEPT)
                          .build())
                  .build())
          .evictIdleConnections(KEPT)
          .disableAutomaticRetries()
          .disableRedirectHandling()
          .disableContentCompression()
          .disableCookieManagement()
          .disableAuthCaching()
          .disableDefaultUserAgent()
          .build();

  private final String server;

  /** Posts to this server; connects with the first message. */
  public LeanClient(URI server) {
    this.server = server.toString();
  }

  @Override
  public void send(Message message, String id) throws IOException {
    HttpPost request =
        new HttpPost(
            "%s/api/v1/app/%s/msg?with_content=false".formatted(server, message.organization()));
    request.setHeader("Authorization", "Bearer " + Stub.TOKEN);
    request.setHeader("idempotency-key", id);
    request.setEntity(new ByteArrayEntity(body(message, id), ContentType.APPLICATION_JSON));
    HTTP.execute(request, LeanClient::checked);
  }

  private static byte[] checked(ClassicHttpResponse response) throws IOException, HttpException {
    byte[] answer = EntityUtils.toByteArray(response.getEntity());
    if (response.getCode() / 100 != 2 || answer == null || answer.length == 0) {
      throw new IOException("The stub answered " + response.getCode());
    }
    return answer;
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
