package dev.signalbox.bench.drain;

import com.svix.Svix;
import com.svix.SvixOptions;
import com.svix.api.ApplicationCreateOptions;
import com.svix.api.MessageCreateOptions;
import com.svix.exceptions.ApiException;
import com.svix.models.ApplicationIn;
import com.svix.models.MessageIn;
import dev.signalbox.bench.append.Message;
import java.io.IOException;
import java.net.URI;

/** Svix's own Java client, as it comes. Thread-safe. */
public final class OfficialClient implements LoopCourse.Sender {

  private final Svix svix;

  /** Connects with the first call. */
  public OfficialClient(URI server, String token) {
    SvixOptions options = new SvixOptions();
    options.setServerUrl(server.toString());
    this.svix = new Svix(token, options);
  }

  /** Makes the application of an organization. */
  public void createApplication(String organization) throws IOException, ApiException {
    ApplicationIn body = new ApplicationIn().uid(organization).name(organization);
    svix.getApplication().create(body, new ApplicationCreateOptions());
  }

  @Override
  public void send(Message message, String id) throws Exception {
    MessageIn body =
        new MessageIn().eventType(message.type()).eventId(id).payload(message.payload());
    MessageCreateOptions options = new MessageCreateOptions();
    options.setIdempotencyKey(id);
    svix.getMessage().create(message.organization(), body, options);
  }
}
