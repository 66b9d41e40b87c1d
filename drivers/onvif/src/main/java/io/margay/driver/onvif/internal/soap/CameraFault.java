package io.margay.driver.onvif.internal.soap;

/** The camera has understood a request and refuses it. The conversation goes on. */
public final class CameraFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean aboutAuthority;

  private CameraFault(String message, boolean aboutAuthority) {
    super(message);
    this.aboutAuthority = aboutAuthority;
  }

  /** A refusal, in words for people. */
  public CameraFault(String message) {
    this(message, false);
  }

  /** A refusal to talk to whoever asks. */
  static CameraFault ofAuthority(String message) {
    return new CameraFault(message, true);
  }

  /** Whether user and password, or their lack, are the reason. */
  public boolean isAboutAuthority() {
    return aboutAuthority;
  }
}
