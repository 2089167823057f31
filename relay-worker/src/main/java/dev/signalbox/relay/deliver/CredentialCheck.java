package dev.signalbox.relay.deliver;

/** How the destination takes the credentials of the whole source, whatever the organization. */
public sealed interface CredentialCheck {

  /** It takes them. */
  record Accepted() implements CredentialCheck {}

  /**
   * It refuses them.
   *
   * @param reason short and safe for logs and the database
   */
  record Refused(String reason) implements CredentialCheck {}

  /**
   * It has said neither: no answer, or one to something else.
   *
   * @param reason short and safe for logs
   */
  record Unknown(String reason) implements CredentialCheck {}
}
