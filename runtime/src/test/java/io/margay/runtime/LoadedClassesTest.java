package io.margay.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadedClassesTest {
  private static final String TREE =
      """
      +-- <bootstrap>
            |
            |               Classes: java.lang.Object
            |                        [Ljava.lang.Object;
            |                        java.lang.invoke.LambdaForm$MH/0x0000000800066c00
            |                        (3 classes)
            |
            +-- "app", jdk.internal.loader.ClassLoaders$AppClassLoader {0x00000000fc0102d8}
                  |
                  +-- org.apache.felix.framework.BundleWiringImpl$BundleClassLoader
                        |
                        |                     Classes: io.margay.bus.internal.Bus$1
                        |                              (1 class)
      """;

  @Test
  void theTreeOfLoadersNamesTheClassesThatHaveFiles() {
    LoadedClasses loaded = LoadedClasses.of(List.of(), TREE);

    assertTrue(
        loaded.classes().containsAll(Set.of("java.lang.Object", "io.margay.bus.internal.Bus$1")));
    assertEquals(
        List.of(), loaded.classes().stream().filter(name -> name.matches(".*[/\\[;].*")).toList());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    LoadedClasses loaded =
        new LoadedClasses(
            List.of("reference:file:/a b.jar", "file:/c.jar"), Set.of("x.A", "x.B$1"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      loaded.writeTo(out);
    }

    assertEquals(loaded, LoadedClasses.readFrom(new ByteArrayInputStream(bytes.toByteArray())));
  }

  @Test
  void thisJavaTellsWhatItHasLoaded() throws IOException {
    LoadedClasses loaded =
        LoadedClasses.of(List.of(), Diagnostics.run("vmClassloaders", "show-classes"));

    assertTrue(loaded.classes().contains(LoadedClassesTest.class.getName()));
    assertTrue(loaded.classes().contains("java.util.ArrayList"));
  }
}
