package io.margay.push;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One push method of the Device CRD. Published as a service; sinks come and go while samples wait.
 *
 * <p>Called from several threads at once, so it keeps no state between calls but what is safe for
 * that.
 */
@ConsumerType
public interface PushSink {

  /**
   * The key of the method in {@code pushMethod}, such as {@code http}, or in {@code
   * pushMethod.dbMethod}, such as {@code redis}. Compared without regard to case.
   */
  String method();

  /**
   * Finds the mistakes in settings. No I/O; secrets are not read.
   *
   * @return empty if {@link #target} and {@link #open} can be called with them
   */
  List<Problem> validate(PushSettings settings);

  /**
   * Where records with these settings go, in words that people know it by, such as {@code
   * http://10.0.0.1:80/values}. Settings with equal targets share one channel and one queue: what
   * differs between them must be read from each record's own settings. No I/O and no secrets in it.
   */
  String target(PushSettings settings);

  /**
   * Opens the way to a target. May block up to the deadline, then the thread is interrupted.
   *
   * @param settings valid ones; any of those with this target
   * @throws PushException when the target is not there, or will not have us; tried again later
   */
  PushChannel open(PushSettings settings, Deadline deadline) throws PushException;
}
