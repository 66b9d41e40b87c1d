package io.margay.dmi.driver.tck;

import io.margay.dmi.driver.DeviceDriver;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.Arrays;

/** Loads a driver's own classes once more, as another version of its bundle would have them. */
final class ReloadedDriver extends URLClassLoader {

  private ReloadedDriver(URL classes, ClassLoader parent) {
    super(new URL[] {classes}, parent);
  }

  static boolean isPossible(Class<?> driver) {
    CodeSource source = driver.getProtectionDomain().getCodeSource();
    return source != null
        && Modifier.isPublic(driver.getModifiers())
        && Arrays.stream(driver.getConstructors())
            .anyMatch(constructor -> constructor.getParameterCount() == 0);
  }

  static DeviceDriver of(Class<?> driver) throws ReflectiveOperationException {
    URL classes = driver.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader loader = new ReloadedDriver(classes, driver.getClassLoader());
    return (DeviceDriver) loader.loadClass(driver.getName()).getDeclaredConstructor().newInstance();
  }

  /** What is beside the driver comes from here; the API and all else from where it was. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      if (!name.startsWith("io.margay.dmi.driver.tck.")
          && findResource(name.replace('.', '/') + ".class") != null) {
        return findClass(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
