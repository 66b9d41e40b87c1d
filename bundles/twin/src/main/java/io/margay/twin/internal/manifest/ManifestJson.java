package io.margay.twin.internal.manifest;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import io.margay.meta.JsonText;
import java.util.function.Consumer;

/** Opens the JSON of a stored resource for reading with {@link Settings}. */
final class ManifestJson {
  private ManifestJson() {}

  /** The {@code spec} of a resource; a resource without one is a mistake. */
  static Settings spec(String content, Consumer<Problem> problems) {
    return spec(root(content, problems));
  }

  /** The whole resource. */
  static Settings root(String content, Consumer<Problem> problems) {
    return new Settings("", JsonText.read(content), problems);
  }

  /** The {@code spec} of a resource that is opened already. */
  static Settings spec(Settings root) {
    if (!root.has("spec")) {
      root.complain("spec", "an object");
    }
    return root.object("spec");
  }
}
