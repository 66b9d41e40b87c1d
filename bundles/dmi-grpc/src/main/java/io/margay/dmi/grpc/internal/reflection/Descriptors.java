package io.margay.dmi.grpc.internal.reflection;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.margay.dmi.grpc.internal.reflection.wire.DescriptorFiles;
import io.margay.dmi.grpc.internal.reflection.wire.DescriptorHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The descriptors of the DMI files as protoc left them in the bundle. They are handed on and not
 * understood: the lite runtime of protobuf has no classes for them.
 */
record Descriptors(List<File> files) {
  private static final String RESOURCE = "descriptors.bin";

  /** A file, by the name and package that it states. */
  record File(String name, String packageName, ByteString content) {
    boolean holds(String symbol) {
      return symbol.startsWith(packageName + ".");
    }
  }

  /** Reads them. */
  static Descriptors read() {
    try (InputStream in = Descriptors.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE + " is missing in the bundle");
      }
      return new Descriptors(
          DescriptorFiles.parseFrom(in).getFileList().stream().map(Descriptors::file).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File file(ByteString content) {
    try {
      DescriptorHead head = DescriptorHead.parseFrom(content);
      return new File(head.getName(), head.getPackage(), content);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }
}
