package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.soap.CameraFault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that a camera can be asked, by the names that ONVIF has for it. */
public final class Operations {
  private final Map<String, Operation> all = new LinkedHashMap<>();

  public Operations(Camera camera) {
    Profiles profiles = new Profiles(camera);
    List.of(
            new DeviceService(camera).operations(),
            new UserService(camera).operations(),
            new MediaService(camera, profiles).operations(),
            new PtzService(camera, profiles).operations(),
            new ImagingService(camera, profiles).operations(),
            new DeviceIoService(camera).operations(),
            new EventTopics(camera).operations())
        .forEach(all::putAll);
  }

  /**
   * Runs one, see {@link Operation#run}.
   *
   * @throws IllegalArgumentException also when there is none of this name
   */
  public Map<String, Object> run(String name, Map<String, Object> arguments, Deadline deadline)
      throws CameraFault, DriverException {
    Operation operation = all.get(name);
    if (operation == null) {
      throw new IllegalArgumentException(
          "method \"%s\" is unknown; one of %s".formatted(name, String.join(", ", all.keySet())));
    }
    return operation.run(new Arguments(name, arguments), deadline);
  }
}
