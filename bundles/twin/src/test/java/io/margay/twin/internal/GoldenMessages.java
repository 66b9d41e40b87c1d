package io.margay.twin.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The literal messages of KubeEdge, as {@code mqtt-examples.md} has them. */
final class GoldenMessages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TIMES = Set.of("timestamp", "lastOnlineTime", "last_online");
  private static final String SAME_SHAPE = "{...same shape, no *_version...}";

  private final List<String> lines;

  GoldenMessages() {
    try (InputStream file =
        Objects.requireNonNull(getClass().getResourceAsStream("mqtt-examples.md"))) {
      lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The request on the line after the one that names its topic. */
  String request(String topic) {
    return json(lines.get(lines.indexOf("`" + topic + "`") + 1));
  }

  /** The message on the line that begins so. */
  String line(String beginning) {
    return json(
        lines.stream()
            .filter(line -> line.strip().startsWith(beginning))
            .findFirst()
            .orElseThrow());
  }

  private String json(String line) {
    String json = line.substring(line.indexOf('{', line.lastIndexOf('`') + 1)).strip();
    return json.contains(SAME_SHAPE) ? json.replace(SAME_SHAPE, twinOfTheResult()) : json;
  }

  private String twinOfTheResult() {
    return tree(line("`.../twin/update/result`")).at("/twin/temp").toString();
  }

  /** A message with everything left open that differs from run to run: times and made-up ids. */
  static JsonNode shape(String json) {
    JsonNode tree = tree(json);
    open(tree);
    return tree;
  }

  private static void open(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (TIMES.contains(name)
                    || (name.equals("event_id") && isMadeUp(object.get(name).asText()))) {
                  object.put(name, "open");
                }
              });
    }
    node.forEach(GoldenMessages::open);
  }

  private static boolean isMadeUp(String id) {
    return id.equals("<uuid>") || id.matches("[0-9a-f]{8}-[0-9a-f-]{27}");
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
