package io.margay.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Makes the archive of classes for a node that runs, beside it: it installs and resolves the same
 * bundles, starts none of them, loads the classes that the node has loaded, and writes the archive.
 */
final class ArchiveCommand {
  private static final String CLASS_FILE = ".class";

  private final Layout layout;
  private final InputStream loaded;
  private final NodeLog log = new NodeLog(System.err);

  /**
   * @param loaded what the node has loaded, as {@link LoadedClasses#writeTo} writes it
   */
  ArchiveCommand(Layout layout, InputStream loaded) {
    this.layout = layout;
    this.loaded = loaded;
  }

  ExitCode run() throws CommandException {
    Path cache = layout.var().resolve("run/archive-bundles");
    try {
      LoadedClasses classes = LoadedClasses.readFrom(loaded);
      BundleCache.clear(cache);
      load(classes, framework(cache));
      ClassArchive.wanted(log).ifPresent(ClassArchive::write);
      BundleCache.clear(cache);
      return ExitCode.OK;
    } catch (IOException | BundleException e) {
      throw new CommandException(ExitCode.FAILED, "no class archive: " + Reason.of(e));
    }
  }

  private Framework framework(Path cache) throws CommandException, BundleException {
    Map<String, String> properties = new HashMap<>(NodeConfig.load(layout).frameworkProperties());
    properties.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    Framework framework = Launcher.newFramework(properties);
    framework.init();
    return framework;
  }

  private static void load(LoadedClasses wanted, Framework framework) {
    List<Bundle> bundles = new ArrayList<>();
    for (String location : wanted.bundles()) {
      install(framework.getBundleContext(), location, bundles);
    }
    framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
    for (Bundle bundle : bundles) {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (wiring != null) {
        loadOf(wiring, wanted.classes());
      }
    }
    wanted.classes().forEach(name -> load(name, ArchiveCommand.class.getClassLoader()));
  }

  /** A bundle that came from a file that is gone is left out. */
  private static void install(BundleContext context, String location, List<Bundle> bundles) {
    try {
      bundles.add(context.installBundle(location));
    } catch (BundleException gone) {
      // Its classes are loaded from its jar at the next start.
    }
  }

  private static void loadOf(BundleWiring wiring, Set<String> wanted) {
    int options = BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE;
    for (String file : wiring.listResources("/", "*" + CLASS_FILE, options)) {
      String name = file.substring(0, file.length() - CLASS_FILE.length()).replace('/', '.');
      if (wanted.contains(name)) {
        load(name, wiring.getClassLoader());
      }
    }
  }

  /** Only what is linked is archived; asking for constructors links, and runs nothing. */
  private static void load(String name, ClassLoader loader) {
    try {
      var unused = Class.forName(name, false, loader).getDeclaredConstructors();
    } catch (ClassNotFoundException | LinkageError notHere) {
      // A class that is not loaded is not archived, which costs the next start a moment.
    }
  }
}
