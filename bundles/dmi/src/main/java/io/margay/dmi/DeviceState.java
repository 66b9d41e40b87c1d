package io.margay.dmi;

import java.util.Locale;

/** How a device is; the words are KubeEdge's ({@code ReportDeviceStates}). */
public enum DeviceState {
  /** It answers. */
  ONLINE,
  /** It does not answer. */
  OFFLINE,
  /** Its mapper says that all is well. */
  OK,
  /** It answers, but not as its description says it should. */
  UNHEALTHY,
  /** Nobody has asked it yet. */
  UNKNOWN;

  /** The word on the wire: lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
