package io.margay.driver.plc4x.internal.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Loads PLC4X once more, apart from every other copy of it.
 *
 * <p>PLC4X keeps threads in static fields and puts a security provider into the JVM; neither ends
 * by itself. In a loader of its own all of that ends with the last connection, and the next one
 * finds fresh static fields. The bytes come from where this class is; Netty, SLF4J and the device
 * API come from there as they are.
 */
final class LibraryLoader extends ClassLoader {
  private static final String FAR_SIDE = "io.margay.driver.plc4x.internal.plc.";
  private static final List<String> LOADED_HERE =
      List.of("org.apache.plc4x.", "org.bouncycastle.", FAR_SIDE);

  private LibraryLoader(ClassLoader parent) {
    super("plc4x", parent);
  }

  static Library load() {
    ClassLoader loader = new LibraryLoader(LibraryLoader.class.getClassLoader());
    try {
      return (Library)
          loader
              .loadClass(FAR_SIDE + "Plc4xLibrary")
              .getDeclaredConstructor(ClassLoader.class)
              .newInstance(loader);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("PLC4X is not in the driver's jar as it should be", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (LOADED_HERE.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
