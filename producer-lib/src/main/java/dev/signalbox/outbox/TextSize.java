package dev.signalbox.outbox;

import org.jspecify.annotations.Nullable;

/**
 * What a text takes on its way.
 *
 * @param utf8Bytes as such
 * @param jsonBytes as the inside of a JSON string, escaped the way Svix's client does it by
 *     Jackson's writer of characters: quote, backslash and the five short control escapes 2 bytes,
 *     other controls 6. (Jackson's writer of bytes would take 12 for an emoji, unless told to
 *     combine surrogates.)
 * @param defect why PostgreSQL could not hold the text unchanged; null where it can
 */
record TextSize(long utf8Bytes, long jsonBytes, @Nullable String defect) {

  private static final byte[] JSON_BYTES = new byte[0x80];

  static {
    for (int c = 0; c < JSON_BYTES.length; c++) {
      boolean shortEscape = "\"\\\b\t\n\f\r".indexOf(c) >= 0;
      JSON_BYTES[c] = (byte) (shortEscape ? 2 : c < 0x20 ? 6 : 1);
    }
  }

  static TextSize of(String text) {
    long utf8 = 0;
    long json = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        if (c == 0) {
          return new TextSize(0, 0, "has a NUL character at position " + i);
        }
        utf8++;
        json += JSON_BYTES[c];
      } else if (Character.isSurrogate(c)) {
        if (i + 1 == length || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return new TextSize(0, 0, "has an unpaired surrogate at position " + i);
        }
        i++;
        utf8 += 4;
        json += 4;
      } else {
        int bytes = c < 0x800 ? 2 : 3;
        utf8 += bytes;
        json += bytes;
      }
    }
    return new TextSize(utf8, json, null);
  }
}
