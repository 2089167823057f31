package dev.signalbox.relay.svix;

/** Makes a text from outside fit for the database. */
final class ResponseText {

  /** The longest text that is kept, in UTF-16 units. */
  static final int MAX_LENGTH = 4_000;

  private ResponseText() {}

  /** The text without NUL and unpaired surrogates, which PostgreSQL cannot store, and cut. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int length = Character.charCount(codePoint);
      if (clean.length() + length > MAX_LENGTH) {
        break;
      }
      if (codePoint != 0 && !isUnpairedSurrogate(codePoint)) {
        clean.appendCodePoint(codePoint);
      }
      i += length;
    }
    return clean.toString();
  }

  private static boolean isUnpairedSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
