package dev.signalbox.contract;

/**
 * An organization (tenant) of the producing service.
 *
 * <p>Any text is allowed that PostgreSQL and Temporal can carry. Where it is no valid Svix uid (see
 * {@link #isSvixUid()}), the organization needs a row in the table {@code organization} that names
 * its Svix application; until it has one its events are held.
 *
 * @param value 1 to {@value #MAX_LENGTH} characters without control characters and unpaired
 *     surrogates; its escaped form takes at most {@value #MAX_ESCAPED_LENGTH} characters of the
 *     workflow id
 */
public record OrganizationId(String value) implements Comparable<OrganizationId> {

  /** The longest organization id, in UTF-16 units: as long as a Svix uid may be. */
  public static final int MAX_LENGTH = 256;

  /** The longest escaped form; leaves room for prefix and source in Temporal's 1,000 bytes. */
  public static final int MAX_ESCAPED_LENGTH = 900;

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException when it is empty, too long or not storable
   */
  public OrganizationId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("Organization id is blank.");
    }
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "Organization id is %d characters long; the limit is %d."
              .formatted(value.length(), MAX_LENGTH));
    }
    if (!Texts.isWellFormed(value) || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "Organization id has a control character or an unpaired surrogate.");
    }
    int escaped = WorkflowIds.escape(value).length();
    if (escaped > MAX_ESCAPED_LENGTH) {
      throw new IllegalArgumentException(
          "Organization id takes %d characters in a workflow id; the limit is %d."
              .formatted(escaped, MAX_ESCAPED_LENGTH));
    }
  }

  /** Whether the id itself can be the uid of a Svix application. */
  public boolean isSvixUid() {
    return SvixRules.isUsableUid(value);
  }

  @Override
  public int compareTo(OrganizationId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
