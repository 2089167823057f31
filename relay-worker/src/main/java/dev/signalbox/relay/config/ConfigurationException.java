package dev.signalbox.relay.config;

import java.util.List;

/** Says all that is wrong with the settings in one line; no secret is in it. */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One line of all problems; each names its setting. */
  ConfigurationException(List<String> problems) {
    super(String.join(" ", problems));
  }
}
