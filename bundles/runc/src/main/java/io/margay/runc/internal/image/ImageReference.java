package io.margay.runc.internal.image;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of an image, with what people leave out filled in: {@code busybox} is {@code
 * docker.io/library/busybox:latest}.
 *
 * @param tag empty when there is a digest and no tag
 * @param digest {@code sha256:…} or empty
 */
record ImageReference(String registry, String repository, String tag, String digest) {
  private static final String DOCKER_HUB = "docker.io";
  private static final Pattern REPOSITORY =
      Pattern.compile("[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
  private static final Pattern REGISTRY = Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  /**
   * Reads a name as Kubernetes' users write it.
   *
   * @throws IllegalArgumentException saying which part is wrong
   */
  static ImageReference parse(String text) {
    int at = text.indexOf('@');
    String digest = at < 0 ? "" : Digest.parse(text.substring(at + 1)).toString();
    String name = at < 0 ? text : text.substring(0, at);
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/');
    String tag = tagged ? name.substring(colon + 1) : digest.isEmpty() ? "latest" : "";
    String path = tagged ? name.substring(0, colon) : name;
    int slash = path.indexOf('/');
    boolean hosted = slash > 0 && isHost(path.substring(0, slash));
    String registry = hosted ? path.substring(0, slash) : DOCKER_HUB;
    String repository = hosted ? path.substring(slash + 1) : path;
    if (!hosted && repository.indexOf('/') < 0) {
      repository = "library/" + repository;
    }
    require(REGISTRY, registry, "registry", text);
    require(REPOSITORY, repository, "repository", text);
    if (tagged || digest.isEmpty()) {
      require(TAG, tag, "tag", text);
    }
    return new ImageReference(registry.toLowerCase(Locale.ROOT), repository, tag, digest);
  }

  private static boolean isHost(String part) {
    return part.indexOf('.') >= 0 || part.indexOf(':') >= 0 || part.equals("localhost");
  }

  private static void require(Pattern pattern, String part, String what, String text) {
    if (!pattern.matcher(part).matches()) {
      throw new IllegalArgumentException(
          "image \"" + text + "\": " + what + " \"" + part + "\" is no " + what);
    }
  }

  /** The name without tag and digest. */
  String name() {
    return registry + "/" + repository;
  }

  /** What a registry is asked for: the digest, which cannot change, before the tag. */
  String version() {
    return digest.isEmpty() ? tag : digest;
  }

  @Override
  public String toString() {
    return name() + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
  }
}
