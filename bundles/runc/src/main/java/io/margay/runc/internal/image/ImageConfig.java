package io.margay.runc.internal.image;

import io.margay.meta.JsonText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an image wants to be run (OCI image specification, "Image Configuration").
 *
 * @param user number or name, with or without group; empty for root
 * @param stopSignal empty for SIGTERM
 * @param layers digests of the unpacked layers, lowest first
 */
public record ImageConfig(
    List<String> environment,
    List<String> entrypoint,
    List<String> command,
    String workingDirectory,
    String user,
    String stopSignal,
    List<String> layers) {

  static ImageConfig read(Map<String, Object> json) {
    Map<?, ?> config = JsonText.object(json.get("config"));
    return new ImageConfig(
        texts(config.get("Env")),
        texts(config.get("Entrypoint")),
        texts(config.get("Cmd")),
        text(config.get("WorkingDir")),
        text(config.get("User")),
        text(config.get("StopSignal")),
        texts(JsonText.object(json.get("rootfs")).get("diff_ids")));
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
