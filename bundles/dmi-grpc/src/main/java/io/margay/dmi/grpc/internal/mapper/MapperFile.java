package io.margay.dmi.grpc.internal.mapper;

import io.margay.dmi.grpc.internal.kept.KeptMapper;
import io.margay.dmi.grpc.internal.kept.KeptMappers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which the node remembers mappers and what they were told: a mapper registers once, so
 * a node that starts again has to find it by itself, and must not tell it twice.
 *
 * <p>A file that is lost or damaged costs no more than that: mappers are known again when they
 * register.
 */
public final class MapperFile {
  private static final Logger LOG = LoggerFactory.getLogger(MapperFile.class);
  private static final long LARGEST = 64L << 20;

  private final Path file;

  public MapperFile(Path file) {
    this.file = file;
  }

  /** Whether there may be mappers in it. */
  public boolean exists() {
    return Files.exists(file);
  }

  List<KeptMapper> read() {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("it has more than " + LARGEST + " bytes");
      }
      return KeptMappers.parseFrom(Files.readAllBytes(file)).getMapperList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      LOG.warn("{} is not read, mappers have to register again: {}", file, e.getMessage());
      return List.of();
    }
  }

  void write(List<KeptMapper> mappers) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      if (mappers.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      Files.createDirectories(file.resolveSibling("."));
      Files.write(part, KeptMappers.newBuilder().addAllMapper(mappers).build().toByteArray());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("{} is not written, mappers have to register again after a restart: {}", file, e);
    }
  }
}
