package io.margay.driver.onvif.internal.soap;

/** What was to be XML is none, or is refused. */
public final class XmlException extends Exception {
  private static final long serialVersionUID = 1L;

  XmlException(String message) {
    super(message);
  }
}
