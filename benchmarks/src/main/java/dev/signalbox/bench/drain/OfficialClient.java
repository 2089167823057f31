package dev.signalbox.bench.drain;

import com.svix.Svix;
import com.svix.SvixOptions;
import com.svix.api.MessageCreateOptions;
import com.svix.models.MessageIn;
import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.stub.Stub;
import java.net.URI;

/** Svix's own Java client, as it comes. */
final class OfficialClient implements LoopCourse.Sender {

  private final Svix svix;

  OfficialClient(URI server) {
    SvixOptions options = new SvixOptions();
    options.setServerUrl(server.toString());
    this.svix = new Svix(Stub.TOKEN, options);
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
