package io.margay.meta.internal;

import io.margay.meta.JsonText;
import io.margay.meta.Resource;
import io.margay.meta.yaml.YamlWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes resources as YAML documents from which {@link BackupReader} makes the same resources. */
final class BackupWriter {
  private final YamlWriter yaml;
  private final boolean withStatus;
  private int written;

  BackupWriter(Writer to, boolean withStatus) throws IOException {
    this.yaml = new YamlWriter(to);
    this.withStatus = withStatus;
  }

  void write(Resource resource) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(ContentReader.OWNER_FIELD, resource.owner().toString());
    document.putAll(JsonText.read(resource.content()));
    if (withStatus && resource.status() != null) {
      document.put("status", JsonText.read(resource.status()));
    }
    yaml.write(document);
    written++;
  }

  /** Ends the documents; answers how many there are. */
  int end() throws IOException {
    yaml.end();
    return written;
  }
}
