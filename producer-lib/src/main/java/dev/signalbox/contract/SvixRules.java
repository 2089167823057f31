package dev.signalbox.contract;

import java.util.Locale;
import java.util.regex.Pattern;

/** What Svix allows in names, as far as producers and relay must agree on it. */
public final class SvixRules {

  /** The longest uid and event type. */
  public static final int MAX_NAME_LENGTH = 256;

  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9\\-_.]{1," + MAX_NAME_LENGTH + "}");

  /** Ids that Svix mints begin like this; as a uid they would mean another tenant's object. */
  private static final Pattern OWN_ID =
      Pattern.compile("(app|org|msg|ep|atmpt|evtype|qtask|endp|sink|strm|src|appsess)_.*");

  private SvixRules() {}

  /** Whether the text is an event type or uid by Svix's pattern, {@code [a-zA-Z0-9-_.]}. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Whether the text can be the uid of an application and mean no other object or path. */
  public static boolean isUsableUid(String text) {
    return isName(text)
        && !text.equals(".")
        && !text.equals("..")
        && !OWN_ID.matcher(text.toLowerCase(Locale.ROOT)).matches();
  }
}
