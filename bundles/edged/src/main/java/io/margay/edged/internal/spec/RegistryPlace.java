package io.margay.edged.internal.spec;

import java.util.regex.Pattern;

/**
 * The registry, or the part of one, that a login is for.
 *
 * @param host with its port; {@code *} stands for one label of the name
 * @param path what the image's name must begin with; empty for all
 */
record RegistryPlace(String host, String path) {
  private static final String DOCKER_HUB = "docker.io";
  private static final Pattern SCHEME = Pattern.compile("^https?://");
  private static final Pattern VERSION = Pattern.compile("/v[12]/?$");
  private static final Pattern OLD_HUB = Pattern.compile("^(index|registry-1)\\.docker\\.io");

  /** Reads the key of a login: {@code registry:5000/team}, {@code https://index.docker.io/v1/}. */
  static RegistryPlace of(String key) {
    String place = VERSION.matcher(SCHEME.matcher(key).replaceFirst("")).replaceFirst("");
    place = OLD_HUB.matcher(place).replaceFirst(DOCKER_HUB);
    int slash = place.indexOf('/');
    return slash < 0
        ? new RegistryPlace(place, "")
        : new RegistryPlace(
            place.substring(0, slash), place.substring(slash + 1).replaceAll("/+$", ""));
  }

  /** Whether an image comes from here. */
  boolean holds(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    String registry = named ? OLD_HUB.matcher(first).replaceFirst(DOCKER_HUB) : DOCKER_HUB;
    String name = named ? image.substring(slash + 1) : image;
    String full = registry.equals(DOCKER_HUB) && !name.contains("/") ? "library/" + name : name;
    return matches(registry)
        && (path.isEmpty() || full.equals(path) || full.startsWith(path) && ends(full));
  }

  /** How much of a name it says. */
  int length() {
    return host.length() + path.length();
  }

  private boolean ends(String name) {
    return "/:@".indexOf(name.charAt(path.length())) >= 0;
  }

  private boolean matches(String registry) {
    String[] pattern = host.split("[.:]", -1);
    String[] labels = registry.split("[.:]", -1);
    if (pattern.length != labels.length || host.contains(":") != registry.contains(":")) {
      return false;
    }
    for (int i = 0; i < labels.length; i++) {
      if (!pattern[i].equals("*") && !pattern[i].equals(labels[i])) {
        return false;
      }
    }
    return true;
  }
}
