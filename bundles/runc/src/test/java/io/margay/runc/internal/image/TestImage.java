package io.margay.runc.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.meta.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** An image of one layer with one file, {@code name}, that holds its name. */
final class TestImage {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int BLOCK = 512;

  private final Map<Digest, byte[]> blobs = new LinkedHashMap<>();
  private final Digest layer;
  private final Digest manifest;

  TestImage(String name) {
    this(name, GZIPOutputStream::new);
  }

  /** An image whose layer is packed in another way than most. */
  TestImage(String name, Packing packing) {
    byte[] tar = tar("name", name.getBytes(UTF_8));
    layer = add(packed(tar, packing));
    Digest config =
        add(
            json(
                Map.of(
                    "config",
                    Map.of("Cmd", List.of("/bin/" + name)),
                    "rootfs",
                    Map.of("diff_ids", List.of(Digest.of(tar).toString())))));
    manifest =
        add(
            json(
                Map.of(
                    "config", descriptor(config, ""), "layers", List.of(descriptor(layer, "")))));
  }

  Digest layerDigest() {
    return layer;
  }

  Digest manifestDigest() {
    return manifest;
  }

  byte[] blob(Digest digest) {
    byte[] blob = blobs.get(digest);
    return blob == null ? new byte[0] : blob;
  }

  void writeLayout(Path folder, String name) throws IOException {
    Path target = Files.createDirectories(folder.resolve("blobs/sha256"));
    for (Map.Entry<Digest, byte[]> blob : blobs.entrySet()) {
      Files.write(target.resolve(blob.getKey().hex()), blob.getValue());
    }
    Map<String, Object> named = descriptor(manifest, MANIFEST);
    named.put("annotations", Map.of("io.containerd.image.name", name));
    Files.write(folder.resolve("index.json"), json(Map.of("manifests", List.of(named))));
  }

  private Digest add(byte[] blob) {
    Digest digest = Digest.of(blob);
    blobs.put(digest, blob);
    return digest;
  }

  private Map<String, Object> descriptor(Digest digest, String type) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mediaType", type);
    json.put("digest", digest.toString());
    json.put("size", blob(digest).length);
    return json;
  }

  private static byte[] json(Map<String, ?> object) {
    return JsonText.write(object).getBytes(UTF_8);
  }

  /** One file as POSIX.1-1988 ustar writes it. */
  private static byte[] tar(String name, byte[] content) {
    byte[] tar = new byte[BLOCK * (4 + content.length / BLOCK)];
    put(tar, 0, name);
    put(tar, 100, "0000644");
    put(tar, 108, "0000000");
    put(tar, 116, "0000000");
    put(tar, 124, String.format("%011o", content.length));
    put(tar, 136, "00000000000");
    put(tar, 148, "        ");
    put(tar, 156, "0");
    put(tar, 257, "ustar\0" + "00");
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += tar[i] & 0xff;
    }
    put(tar, 148, String.format("%06o\0 ", sum));
    System.arraycopy(content, 0, tar, BLOCK, content.length);
    return tar;
  }

  private static void put(byte[] tar, int offset, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, tar, offset, bytes.length);
  }

  /** Packs what is written. */
  interface Packing {
    OutputStream into(OutputStream packed) throws IOException;
  }

  private static byte[] packed(byte[] bytes, Packing packing) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packing.into(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
