package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.soap.CameraFault;
import java.util.Map;

/** Something that a camera can be asked for or told to do. */
@FunctionalInterface
public interface Operation {

  /**
   * Runs it.
   *
   * @return the fields of the answer: texts, numbers, truth values, bytes, and lists and maps of
   *     them
   * @throws CameraFault when the camera refuses
   * @throws DriverException when the conversation is broken
   * @throws IllegalArgumentException naming the argument that cannot be honoured
   */
  Map<String, Object> run(Arguments given, Deadline deadline) throws CameraFault, DriverException;
}
