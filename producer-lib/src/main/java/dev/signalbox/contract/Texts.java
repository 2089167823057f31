package dev.signalbox.contract;

/** What every text must be before it goes to PostgreSQL, Temporal or Svix. */
public final class Texts {

  private Texts() {}

  /**
   * Whether each surrogate has its partner; a lone one would become a question mark, without an
   * error.
   */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        if (++i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      } else if (Character.isLowSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
