package dev.signalbox.demo.chaos;

/** What can be wrong at the end. */
enum Defect {
  /** Committed, and neither in its application nor among the dead letters. */
  LOST("lost"),
  /** In its application more than once. */
  DUPLICATED("duplicated"),
  /** After a later event of its ordering key. */
  REORDERED("reordered"),
  /** In the application of another organization. */
  CROSSED("crossed"),
  /** Its type or payload differs. */
  ALTERED("altered"),
  /** Stored or dead though no transaction with it was committed. */
  NEVER_COMMITTED("never committed"),
  /** Among the dead letters though Svix would have taken it. */
  WRONGLY_DEAD("wrongly dead"),
  /** In Svix though it was meant to die. */
  SPARED("spared"),
  /** Among the dead letters more than once. */
  DEAD_TWICE("dead twice");

  private final String words;

  Defect(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
