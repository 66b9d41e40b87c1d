package io.margay.meta;

import org.osgi.annotation.versioning.ProviderType;

/** A running watch. */
@ProviderType
public interface Watch extends AutoCloseable {

  /**
   * Ends the watch; the listener is not called any more once this has returned. Waits for a call
   * that runs on another thread, so no lock may be held that the listener takes.
   */
  @Override
  void close();
}
