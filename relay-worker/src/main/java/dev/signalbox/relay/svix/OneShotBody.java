package dev.signalbox.relay.svix;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A body that must not be sent again, whatever became of the connection under it. */
final class OneShotBody extends AbstractHttpEntity {

  private final byte[] content;

  OneShotBody(byte[] content) {
    super("application/json; charset=utf-8", null);
    this.content = content;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public long getContentLength() {
    return content.length;
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(content);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(content);
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public void close() {
    // memory
  }
}
