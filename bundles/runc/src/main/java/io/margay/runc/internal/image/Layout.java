package io.margay.runc.internal.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** A folder with images (OCI image specification, "Image Layout"). */
record Layout(Path folder) implements BlobSource {
  private static final int LONGEST_INDEX = 4 * 1024 * 1024;

  /** The images that its index names. */
  List<Descriptor> images() throws IOException {
    Path index = folder.resolve("index.json");
    if (Files.size(index) > LONGEST_INDEX) {
      throw new IOException("index.json is longer than " + LONGEST_INDEX + " bytes");
    }
    return Unpacker.json(Files.readAllBytes(index)).get("manifests") instanceof List<?> list
        ? list.stream().map(Descriptor::read).toList()
        : List.of();
  }

  @Override
  public InputStream open(Descriptor blob) throws IOException {
    Path file = folder.resolve("blobs").resolve("sha256").resolve(blob.digest().hex());
    return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
  }
}
