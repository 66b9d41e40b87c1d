package io.margay.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * What a running node has loaded, for another process that loads the same: where its bundles came
 * from, in the order of their installation, and the names of its classes.
 */
record LoadedClasses(List<String> bundles, Set<String> classes) {
  /** A class in the tree that {@code VM.classloaders} prints; arrays and lambdas have no file. */
  private static final Pattern CLASS = Pattern.compile("(?m)[ :] ([\\w.$]+\\.[\\w$]+)$");

  private static final String BUNDLE_LINE = "bundle ";

  /** Asks this JVM, which stands still for some milliseconds. */
  static LoadedClasses here(BundleContext context) throws IOException {
    return of(
        Arrays.stream(context.getBundles())
            .filter(bundle -> bundle.getBundleId() != 0)
            .map(Bundle::getLocation)
            .toList(),
        Diagnostics.run("vmClassloaders", "show-classes"));
  }

  static LoadedClasses of(List<String> bundles, String loaders) {
    Set<String> classes = new LinkedHashSet<>();
    Matcher found = CLASS.matcher(loaders);
    while (found.find()) {
      classes.add(found.group(1));
    }
    return new LoadedClasses(bundles, classes);
  }

  void writeTo(PrintStream out) {
    bundles.forEach(bundle -> out.println(BUNDLE_LINE + bundle));
    classes.forEach(out::println);
  }

  static LoadedClasses readFrom(InputStream in) throws IOException {
    List<String> bundles = new ArrayList<>();
    Set<String> classes = new LinkedHashSet<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(BUNDLE_LINE)) {
          bundles.add(line.substring(BUNDLE_LINE.length()));
        } else {
          classes.add(line);
        }
      }
    }
    return new LoadedClasses(bundles, classes);
  }
}
