package dev.signalbox.relay.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/**
 * Temporal's own format, with buffers that threads share. Jackson keeps 18 KiB for each thread that
 * has converted anything; here every workflow and every slice is such a thread, and stays.
 */
public final class TemporalJson {

  private TemporalJson() {}

  /** A new one; all of them share one pool of buffers. */
  public static DataConverter converter() {
    ObjectMapper usual = JacksonJsonPayloadConverter.newDefaultObjectMapper();
    JsonFactory shared =
        JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build();
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(usual.copyWith(shared)));
  }
}
