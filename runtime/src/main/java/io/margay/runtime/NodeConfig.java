package io.margay.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The framework's properties: built-in defaults, overridden by {@code conf/margay.properties}. */
final class NodeConfig {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(margay\\.[a-z.]+)}");

  private final Map<String, String> properties;

  private NodeConfig(Map<String, String> properties) {
    this.properties = properties;
  }

  static NodeConfig load(Layout layout) throws CommandException {
    return load(layout, HostName::read);
  }

  static NodeConfig load(Layout layout, Supplier<String> hostName) throws CommandException {
    Properties found = defaults();
    if (Files.exists(layout.config())) {
      try (Reader in = Files.newBufferedReader(layout.config())) {
        found.load(in);
      } catch (IOException | IllegalArgumentException e) {
        throw new CommandException(
            ExitCode.FAILED, "%s cannot be read: %s".formatted(layout.config(), e.getMessage()));
      }
    }
    found.setProperty("margay.home", layout.home().toString());
    found.setProperty("margay.var", layout.var().toString());
    if (found.getProperty("margay.node.name", "").isBlank()) {
      found.setProperty("margay.node.name", hostName.get());
    }
    Map<String, String> resolved = new TreeMap<>();
    for (String key : found.stringPropertyNames()) {
      resolved.put(key, substitute(found, Objects.requireNonNull(found.getProperty(key)).strip()));
    }
    return new NodeConfig(Map.copyOf(resolved));
  }

  Map<String, String> frameworkProperties() {
    return properties;
  }

  String nodeName() {
    return Objects.requireNonNull(properties.get("margay.node.name"));
  }

  /** Folders that a person fills; a node that has none yet gets empty ones. */
  void createDropFolders() throws CommandException {
    for (String key : new String[] {"margay.manifests", "margay.deploy"}) {
      Path folder = Path.of(Objects.requireNonNull(properties.get(key)));
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new CommandException(
            ExitCode.UNUSABLE_FOLDER,
            "%s=%s does not exist and cannot be made (%s). Make it, or name another in conf/margay.properties."
                .formatted(key, folder, e.getMessage()));
      }
    }
  }

  private static Properties defaults() {
    Properties defaults = new Properties();
    try (InputStream in = NodeConfig.class.getResourceAsStream("defaults.properties")) {
      defaults.load(Objects.requireNonNull(in, "defaults.properties is part of the jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return defaults;
  }

  /** Replaces {@code ${margay.x}} by the property of that name; one level deep is all we use. */
  private static String substitute(Properties known, String value) {
    String current = value;
    for (int depth = 0; depth < 2; depth++) {
      Matcher variables = VARIABLE.matcher(current);
      current =
          variables.replaceAll(
              found -> Matcher.quoteReplacement(known.getProperty(found.group(1), found.group())));
    }
    return current;
  }
}
