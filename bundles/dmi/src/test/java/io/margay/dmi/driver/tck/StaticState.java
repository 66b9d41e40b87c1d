package io.margay.dmi.driver.tck;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** The static fields of a driver's own classes: those in its package and below. */
final class StaticState {
  private static final List<Class<?>> ALIVE =
      List.of(Thread.class, Executor.class, Timer.class, ThreadLocal.class, AutoCloseable.class);

  private final List<Field> fields;

  private StaticState(List<Field> fields) {
    this.fields = fields;
  }

  static StaticState of(Class<?> driver) throws Exception {
    URI source = driver.getProtectionDomain().getCodeSource().getLocation().toURI();
    String folder = driver.getPackageName().replace('.', '/');
    List<Field> fields = new ArrayList<>();
    for (String name : classesIn(Path.of(source), folder)) {
      for (Field field : Class.forName(name, false, driver.getClassLoader()).getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          field.setAccessible(true);
          fields.add(field);
        }
      }
    }
    return new StaticState(fields);
  }

  private static List<String> classesIn(Path source, String folder) throws IOException {
    if (Files.isDirectory(source)) {
      return classesBelow(source, source.resolve(folder));
    }
    try (FileSystem jar = FileSystems.newFileSystem(source)) {
      return classesBelow(jar.getPath("/"), jar.getPath("/" + folder));
    }
  }

  private static List<String> classesBelow(Path root, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  /** Those that are not final, or hold what runs, is open, or belongs to a thread. */
  List<String> mutableFields() throws IllegalAccessException {
    List<String> mutable = new ArrayList<>();
    for (Field field : fields) {
      Object value = field.get(null);
      if (!Modifier.isFinal(field.getModifiers())
          || ALIVE.stream().anyMatch(type -> type.isInstance(value))) {
        mutable.add(name(field));
      }
    }
    return mutable;
  }

  /** What each holds, in words that differ when it changes. */
  List<String> contents() throws IllegalAccessException {
    List<String> contents = new ArrayList<>();
    for (Field field : fields) {
      contents.add(name(field) + "=" + content(field.get(null)));
    }
    return contents;
  }

  private static String name(Field field) {
    return field.getDeclaringClass().getSimpleName() + "." + field.getName();
  }

  private static String content(Object value) {
    if (value instanceof Collection<?> collection) {
      return collection.size() + " elements";
    }
    if (value instanceof Map<?, ?> map) {
      return map.size() + " entries";
    }
    if (value instanceof Number) {
      return value.toString();
    }
    return "@" + System.identityHashCode(value);
  }
}
