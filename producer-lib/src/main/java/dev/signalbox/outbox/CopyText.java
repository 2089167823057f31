package dev.signalbox.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows as COPY's text format in UTF-8: columns end with a tab, rows with a newline, null is
 * {@code \N}, and backslash, tab, newline and carriage return are escaped. Holds one buffer,
 * whatever is written.
 */
final class CopyText {

  private static final int BUFFER_BYTES = 64 * 1024;

  /** The letter that stands for a byte after a backslash; 0: the byte stands for itself. */
  private static final byte[] ESCAPES = new byte[0x80];

  static {
    ESCAPES['\\'] = '\\';
    ESCAPES['\t'] = 't';
    ESCAPES['\n'] = 'n';
    ESCAPES['\r'] = 'r';
  }

  private final CopyIn copy;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int size;

  CopyText(CopyIn copy) {
    this.copy = copy;
  }

  /** Ends with {@code end}, a tab or a newline. */
  void column(@Nullable String text, char end) throws SQLException {
    if (text == null) {
      put((byte) '\\', (byte) 'N');
    } else {
      escaped(text.getBytes(UTF_8));
    }
    room(1);
    buffer[size++] = (byte) end;
  }

  void flush() throws SQLException {
    copy.writeToCopy(buffer, 0, size);
    size = 0;
  }

  private void escaped(byte[] bytes) throws SQLException {
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b >= 0 && ESCAPES[b] != 0) {
        put(bytes, from, i);
        put((byte) '\\', ESCAPES[b]);
        from = i + 1;
      }
    }
    put(bytes, from, bytes.length);
  }

  private void put(byte[] bytes, int from, int to) throws SQLException {
    while (from < to) {
      room(1);
      int part = Math.min(to - from, buffer.length - size);
      System.arraycopy(bytes, from, buffer, size, part);
      size += part;
      from += part;
    }
  }

  private void put(byte first, byte second) throws SQLException {
    room(2);
    buffer[size++] = first;
    buffer[size++] = second;
  }

  private void room(int bytes) throws SQLException {
    if (size + bytes > buffer.length) {
      flush();
    }
  }
}
