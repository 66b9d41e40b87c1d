package io.margay.edged.internal.volume;

/** A volume cannot be made. The message names the volume and is fit for a pod's status. */
public final class VolumeException extends Exception {
  private static final long serialVersionUID = 1L;

  public VolumeException(String message) {
    super(message);
  }

  public VolumeException(String message, Throwable cause) {
    super(message, cause);
  }
}
