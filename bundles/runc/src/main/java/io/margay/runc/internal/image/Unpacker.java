package io.margay.runc.internal.image;

import io.margay.meta.JsonText;
import io.margay.runc.internal.process.Programs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Turns an image's blobs into one folder with all its files. Every byte is checked against its
 * digest before the folder counts.
 *
 * <p>GNU tar reads the layers: each into an empty folder, where tar itself keeps names and links
 * from leading out of it.
 */
final class Unpacker {
  private static final Duration LAYER_LIMIT = Duration.ofMinutes(10);
  private static final int LAYERS_AT_MOST = 127;

  /** RFC 8878, section 3.1.1. */
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private final Programs programs;
  private final String platform;

  /**
   * @param platform {@code linux/amd64}, as Go names it
   */
  Unpacker(Programs programs, String platform) {
    this.programs = programs;
    this.platform = platform;
  }

  /**
   * What an image is made of.
   *
   * @param id digest of the configuration, which Kubernetes calls the image's id
   * @param manifest digest that a registry knows it by
   */
  record Contents(Digest id, Digest manifest, String configJson, List<Descriptor> layers) {}

  /** Reads manifest and configuration of the image for this machine. */
  Contents contents(BlobSource source, Descriptor image) throws IOException {
    Descriptor manifest = image.isIndex() ? ofThisMachine(source, image) : image;
    Map<String, Object> json = json(CheckedBlob.read(source, manifest));
    Descriptor config = Descriptor.read(JsonText.object(json.get("config")));
    List<Descriptor> layers =
        json.get("layers") instanceof List<?> list
            ? list.stream().map(Descriptor::read).toList()
            : List.of();
    if (layers.isEmpty() || layers.size() > LAYERS_AT_MOST) {
      throw new IOException(
          "the image has " + layers.size() + " layers; expected 1 to " + LAYERS_AT_MOST);
    }
    return new Contents(
        config.digest(),
        manifest.digest(),
        new String(CheckedBlob.read(source, config), StandardCharsets.UTF_8),
        layers);
  }

  private Descriptor ofThisMachine(BlobSource source, Descriptor index) throws IOException {
    Map<String, Object> json = json(CheckedBlob.read(source, index));
    List<Descriptor> manifests =
        json.get("manifests") instanceof List<?> list
            ? list.stream().map(Descriptor::read).toList()
            : List.of();
    return manifests.stream()
        .filter(manifest -> manifest.platform().equals(platform))
        .findFirst()
        .or(() -> manifests.stream().filter(m -> m.platform().isEmpty()).findFirst())
        .orElseThrow(
            () ->
                new IOException(
                    "the image is not for "
                        + platform
                        + "; it is for "
                        + manifests.stream().map(Descriptor::platform).toList()));
  }

  /**
   * Unpacks the layers into a folder that exists and is empty.
   *
   * @param scratch a folder on the same disk, for one layer at a time
   */
  void unpack(BlobSource source, Contents contents, Path root, Path scratch) throws IOException {
    List<String> unpacked = ImageConfig.read(json(contents.configJson())).layers();
    if (unpacked.size() != contents.layers().size()) {
      throw new IOException(
          "the image's configuration names "
              + unpacked.size()
              + " layers, its manifest "
              + contents.layers().size());
    }
    for (int i = 0; i < unpacked.size(); i++) {
      Path layer = Files.createDirectory(scratch.resolve("layer"));
      unpackLayer(source, contents.layers().get(i), Digest.parse(unpacked.get(i)), layer);
      LayerTree.lay(layer, root);
      LayerTree.delete(layer);
    }
  }

  private void unpackLayer(BlobSource source, Descriptor blob, Digest unpacked, Path folder)
      throws IOException {
    try (CheckedBlob packed = new CheckedBlob(source.open(blob), blob);
        CheckedBlob tar =
            new CheckedBlob(unpacked(packed), new Descriptor("", unpacked, -1, "", ""))) {
      Programs.Outcome outcome =
          programs.run(
              LAYER_LIMIT,
              List.of(
                  "tar",
                  "--extract",
                  "--file=-",
                  "--numeric-owner",
                  "--same-owner",
                  "--preserve-permissions",
                  "--xattrs",
                  "--xattrs-include=*",
                  "--directory=" + folder),
              Map.of(),
              tar::transferTo);
      if (outcome.timedOut() || outcome.exitCode() != 0) {
        throw new IOException("layer " + blob.digest() + ": tar: " + outcome.complaint());
      }
      tar.finish();
      packed.finish();
    }
  }

  /** What a layer is packed with is told by its first bytes: media types are not always right. */
  private static InputStream unpacked(InputStream packed) throws IOException {
    BufferedInputStream in = new BufferedInputStream(packed, 32 * 1024);
    in.mark(4);
    byte[] magic = in.readNBytes(4);
    in.reset();
    if (magic.length < 4) {
      return in;
    }
    if (magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
      return new GZIPInputStream(in, 32 * 1024);
    }
    return Arrays.equals(magic, ZSTD) ? new ZstdLayer(in) : in;
  }

  static Map<String, Object> json(byte[] bytes) throws IOException {
    return json(new String(bytes, StandardCharsets.UTF_8));
  }

  private static Map<String, Object> json(String text) throws IOException {
    try {
      return JsonText.read(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
