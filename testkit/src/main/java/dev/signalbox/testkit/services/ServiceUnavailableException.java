package dev.signalbox.testkit.services;

/** A backing service cannot be had in the way that was asked for; the message says why. */
public final class ServiceUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ServiceUnavailableException(String message) {
    super(message);
  }

  ServiceUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
