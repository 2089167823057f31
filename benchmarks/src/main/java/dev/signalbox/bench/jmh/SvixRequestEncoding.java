package dev.signalbox.bench.jmh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.svix.Utils;
import com.svix.models.MessageIn;
import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.outbox.EventId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The body of the request that hands an event to Svix. */
@State(Scope.Benchmark)
public class SvixRequestEncoding {

  private final ObjectMapper mapper =
      Utils.getObjectMapper()
          .configure(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8.mappedFeature(), true);

  private final String id = EventId.mint().toString();
  private Message message = new Message("acme", "order.placed", "{}");

  /** Bytes of the payload. */
  @Param({"200", "1024", "8192"})
  public int payloadBytes;

  /** Makes the payload. */
  @Setup
  public void makePayload() {
    message = new Message("acme", "order.placed", Payloads.of(payloadBytes));
  }

  /** As the relay does: the official client's model, written by its mapper. */
  @Benchmark
  public byte[] byTheOfficialModel() throws JsonProcessingException {
    return mapper.writeValueAsBytes(
        new MessageIn().eventId(id).eventType(message.type()).payload(message.payload()));
  }

  /** As the lean loop does. */
  @Benchmark
  public byte[] byHand() {
    return LeanClient.body(message, id);
  }
}
