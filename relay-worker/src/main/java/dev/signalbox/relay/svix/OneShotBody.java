package dev.signalbox.relay.svix;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A body that OkHttp must not send again: neither after a connection broke under it nor after a
 * 408, a 421 or a 503 with {@code Retry-After: 0}. Trying the next address of the host is still
 * allowed, because nothing was sent then.
 */
final class OneShotBody extends RequestBody {

  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  private final byte[] content;

  OneShotBody(byte[] content) {
    this.content = content;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return content.length;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(content);
  }
}
