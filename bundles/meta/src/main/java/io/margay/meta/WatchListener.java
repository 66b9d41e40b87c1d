package io.margay.meta;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told what changes. Called from one thread of the store at a time, in the order of revisions.
 *
 * <p>It may read and write the store. It should not block for long: a watcher that falls too far
 * behind is cut.
 */
@ConsumerType
public interface WatchListener {

  /** Changes, oldest first; never empty. */
  void onEvents(List<WatchEvent> events);

  /**
   * The store ended the watch, because the listener fell behind, threw, or the store stops. List
   * and watch again to go on.
   */
  void onCut(String reason);
}
