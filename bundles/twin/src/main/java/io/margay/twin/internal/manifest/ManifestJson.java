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
    Settings root = new Settings("", JsonText.read(content), problems);
    if (!root.has("spec")) {
      root.complain("spec", "an object");
    }
    return root.object("spec");
  }
}
