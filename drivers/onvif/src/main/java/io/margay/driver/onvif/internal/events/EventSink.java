package io.margay.driver.onvif.internal.events;

/** Takes what a camera tells; from the thread that waits for it. */
public interface EventSink {

  /** Something has happened. */
  void happened(Notification notification);

  /** Nothing more will be told. */
  void lost(String reason);
}
