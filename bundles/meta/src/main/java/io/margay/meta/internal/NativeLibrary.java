package io.margay.meta.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads SQLite's native code from one copy that every start uses again.
 *
 * <p>Left alone, sqlite-jdbc unpacks a new copy per start and cannot delete it when the process is
 * killed. When the copy cannot be made or loaded, sqlite-jdbc goes its own way.
 */
final class NativeLibrary {
  private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String PATH_PROPERTY = "org.sqlite.lib.path";
  private static final String NAME_PROPERTY = "org.sqlite.lib.name";
  private static final String TEMP_PROPERTY = "org.sqlite.tmpdir";

  /** As true of this class space as {@link System#load} is. */
  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads it, if that has not been done yet in this class space.
   *
   * @param temporary the folder for the copy
   */
  static synchronized void load(Path temporary) throws IOException {
    if (loaded) {
      return;
    }
    // sqlite-jdbc tries to delete what begins with "sqlite-" there.
    Path folder = temporary.resolve("native-sqlite-" + SQLiteJDBCLoader.getVersion());
    try {
      String name = unpack(folder);
      System.setProperty(PATH_PROPERTY, folder.toString());
      System.setProperty(NAME_PROPERTY, name);
      System.setProperty(TEMP_PROPERTY, temporary.toString());
    } catch (IOException e) {
      log.debug("No copy of SQLite's native code in {}: {}", folder, e.toString());
    }
    try {
      SQLiteJDBCLoader.initialize();
      loaded = true;
    } catch (Exception e) {
      throw new IOException("SQLite's native code could not be loaded: " + e.getMessage(), e);
    } finally {
      System.clearProperty(PATH_PROPERTY);
      System.clearProperty(NAME_PROPERTY);
      System.clearProperty(TEMP_PROPERTY);
    }
  }

  private static String unpack(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    Path library = folder.resolve(name);
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new IOException("sqlite-jdbc holds no " + resource);
      }
      byte[] bytes = packed.readAllBytes();
      if (Files.exists(library) && Files.size(library) == bytes.length) {
        return name;
      }
      Files.createDirectories(folder);
      Path part = folder.resolve(name + ".part");
      Files.write(part, bytes);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          part, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return name;
    }
  }
}
