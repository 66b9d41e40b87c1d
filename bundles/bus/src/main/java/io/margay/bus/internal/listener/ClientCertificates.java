package io.margay.bus.internal.listener;

/** Whether clients must show a certificate. */
public enum ClientCertificates {
  NONE,
  /** One that is shown must be good. */
  OPTIONAL,
  REQUIRED
}
