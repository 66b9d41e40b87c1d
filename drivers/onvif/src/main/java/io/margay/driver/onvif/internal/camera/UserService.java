package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.Tag;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who may use a camera (ONVIF Core 8.4, user handling). */
final class UserService {
  private static final Map<String, String> LEVELS =
      Map.of(
          "Administrator", "Administrator",
          "Operator", "Operator",
          "User", "User",
          "Anonymous", "Anonymous");

  private final Camera camera;

  UserService(Camera camera) {
    this.camera = camera;
  }

  Map<String, Operation> operations() {
    Map<String, Operation> all = new LinkedHashMap<>();
    all.put("GetUsers", (given, deadline) -> users(deadline));
    all.put("CreateUsers", (given, deadline) -> change("tds:CreateUsers", given, deadline));
    all.put("SetUser", (given, deadline) -> change("tds:SetUser", given, deadline));
    all.put("DeleteUsers", this::delete);
    return all;
  }

  private Map<String, Object> users(Deadline deadline) throws CameraFault, DriverException {
    Fields users = new Fields();
    for (Element user :
        camera.call(Namespace.DEVICE, Tag.of("tds:GetUsers"), deadline).all("User")) {
      users.put(user.at("Username").text(), user.at("UserLevel").text());
    }
    return Map.of("users", users.all());
  }

  private Map<String, Object> change(String operation, Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Tag user = Tag.of("tds:User", Tag.of("tt:Username", given.text("userName")));
    if (given.has("password")) {
      user = user.with(Tag.of("tt:Password", given.text("password")));
    }
    user = user.with(Tag.of("tt:UserLevel", given.choice("level", LEVELS)));
    camera.call(Namespace.DEVICE, Tag.of(operation, user), deadline);
    return Map.of();
  }

  private Map<String, Object> delete(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    Tag request = Tag.of("tds:DeleteUsers", Tag.of("tds:Username", given.text("userName")));
    camera.call(Namespace.DEVICE, request, deadline);
    return Map.of();
  }
}
