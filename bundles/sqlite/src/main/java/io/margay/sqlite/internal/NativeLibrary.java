package io.margay.sqlite.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.sqlite.JDBC;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads SQLite's native code from one copy that every start uses again.
 *
 * <p>Left alone, sqlite-jdbc unpacks a new copy per start and cannot delete it when the process is
 * killed. When the copy cannot be made or loaded, sqlite-jdbc goes its own way.
 */
public final class NativeLibrary {
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
  public static synchronized void load(Path temporary) throws IOException {
    if (loaded) {
      return;
    }
    // sqlite-jdbc tries to delete what begins with "sqlite-" there.
    Path folder = temporary.resolve("native-sqlite-" + SQLiteJDBCLoader.getVersion());
    String name = LibraryLoaderUtil.getNativeLibName();
    if (unpack(folder.resolve(name))) {
      System.setProperty(PATH_PROPERTY, folder.toString());
      System.setProperty(NAME_PROPERTY, name);
      System.setProperty(TEMP_PROPERTY, temporary.toString());
    }
    try {
      SQLiteJDBCLoader.initialize();
      forgetDriver();
      loaded = true;
    } catch (Exception e) {
      throw new IOException("SQLite's native code could not be loaded: " + e.getMessage(), e);
    } finally {
      System.clearProperty(PATH_PROPERTY);
      System.clearProperty(NAME_PROPERTY);
      System.clearProperty(TEMP_PROPERTY);
    }
  }

  /** Nobody asks the JVM for a driver, and an entry there would outlive the bundle. */
  private static void forgetDriver() throws SQLException {
    if (JDBC.isValidURL(JDBC.PREFIX)) {
      DriverManager.deregisterDriver(DriverManager.getDriver(JDBC.PREFIX));
    }
  }

  private static boolean unpack(Path library) throws IOException {
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library.getFileName();
    byte[] bytes;
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new IOException(
            "no native code of SQLite for this machine: "
                + resource
                + " is not in the bundle, which holds Linux on x86_64, aarch64 and armv7");
      }
      bytes = packed.readAllBytes();
    }
    try {
      if (!Files.exists(library) || Files.size(library) != bytes.length) {
        write(bytes, library);
      }
      return true;
    } catch (IOException noPlaceForACopy) {
      return false;
    }
  }

  private static void write(byte[] bytes, Path library) throws IOException {
    Files.createDirectories(library.getParent());
    Path part = library.resolveSibling(library.getFileName() + ".part");
    Files.write(part, bytes);
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
