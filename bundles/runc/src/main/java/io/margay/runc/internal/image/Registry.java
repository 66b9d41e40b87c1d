package io.margay.runc.internal.image;

import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.RegistryLogin;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a registry about one image (OCI distribution specification, "Pull"; for
 * tokens, Docker's "Token Authentication Specification"). HTTPS, but for registries on this machine
 * and those that the configuration names.
 */
final class Registry implements BlobSource {
  private static final String MANIFESTS =
      String.join(
          ", ",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final Pattern CHALLENGE = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3})(:[0-9]+)?");
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 60_000;
  private static final int LONGEST_MANIFEST = 4 * 1024 * 1024;
  private static final int REDIRECTS = 5;

  private final ImageReference image;
  private final URI base;
  private final @Nullable RegistryLogin login;
  private @Nullable String authorization;

  Registry(ImageReference image, List<String> plainRegistries, @Nullable RegistryLogin login) {
    this.image = image;
    this.login = login;
    String host = image.registry().equals("docker.io") ? "registry-1.docker.io" : image.registry();
    boolean plain = isThisMachine(host) || plainRegistries.contains(host);
    this.base = URI.create((plain ? "http://" : "https://") + host + "/v2/");
  }

  static boolean isThisMachine(String host) {
    return THIS_MACHINE.matcher(host).matches();
  }

  /** Whether a redirect is followed: nobody who was asked with TLS makes us go on without. */
  static boolean mayFollow(URI base, URI next) {
    return "https".equals(next.getScheme()) || isSameOrigin(base, next);
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return Objects.equals(one.getScheme(), other.getScheme())
        && Objects.equals(one.getAuthority(), other.getAuthority());
  }

  /** The image's manifest, or the list of its manifests. */
  Descriptor image() throws IOException {
    HttpURLConnection answer =
        get(base.resolve(image.repository() + "/manifests/" + image.version()), MANIFESTS);
    byte[] bytes;
    try (InputStream body = answer.getInputStream()) {
      bytes = body.readNBytes(LONGEST_MANIFEST);
    }
    Digest digest = Digest.of(bytes);
    if (!image.digest().isEmpty() && !image.digest().equals(digest.toString())) {
      throw new IOException("the registry gave " + digest + " for " + image.digest());
    }
    String type = answer.getContentType();
    String bareType = type == null ? "" : type.replaceFirst(";.*", "").strip();
    return new Descriptor(bareType, digest, bytes.length, "", "");
  }

  @Override
  public InputStream open(Descriptor blob) throws IOException {
    boolean manifest = MANIFESTS.contains(blob.mediaType()) && !blob.mediaType().isEmpty();
    String path = image.repository() + (manifest ? "/manifests/" : "/blobs/") + blob.digest();
    return get(base.resolve(path), manifest ? MANIFESTS : "*/*").getInputStream();
  }

  private HttpURLConnection get(URI address, String accept) throws IOException {
    HttpURLConnection answer = ask(address, accept, authorization);
    if (answer.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      // The first time, and again when a token has grown old while large layers were fetched.
      authorization = authorize(answer.getHeaderField("WWW-Authenticate"));
      answer = ask(address, accept, authorization);
    }
    URI at = address;
    for (int i = 0; isRedirect(answer) && i < REDIRECTS; i++) {
      at = at.resolve(answer.getHeaderField("Location"));
      if (!mayFollow(base, at)) {
        throw new IOException(image.registry() + " leads to " + at.getHost() + " without TLS");
      }
      answer = ask(at, accept, isSameOrigin(base, at) ? authorization : null);
    }
    int status = answer.getResponseCode();
    if (status == HttpURLConnection.HTTP_OK) {
      return answer;
    }
    answer.disconnect();
    if (status == HttpURLConnection.HTTP_NOT_FOUND) {
      throw new EngineException.NotFound(image.registry() + " has no " + image);
    }
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED
        || status == HttpURLConnection.HTTP_FORBIDDEN) {
      throw new EngineException.Failed(
          image.registry() + " does not let " + image + " be pulled " + asWhom());
    }
    throw new IOException(image.registry() + " answered with HTTP status " + status);
  }

  private String asWhom() {
    return login == null ? "without login" : "with the login of its pull secret";
  }

  private static boolean isRedirect(HttpURLConnection answer) throws IOException {
    return answer.getResponseCode() / 100 == 3 && answer.getHeaderField("Location") != null;
  }

  private static HttpURLConnection ask(URI address, String accept, @Nullable String authorization)
      throws IOException {
    HttpURLConnection request = (HttpURLConnection) address.toURL().openConnection();
    request.setInstanceFollowRedirects(false);
    request.setConnectTimeout(CONNECT_MILLIS);
    request.setReadTimeout(READ_MILLIS);
    request.setRequestProperty("Accept", accept);
    if (authorization != null) {
      request.setRequestProperty("Authorization", authorization);
    }
    return request;
  }

  private @Nullable String authorize(@Nullable String challenge) throws IOException {
    if (challenge == null) {
      return null;
    }
    String basic = basic();
    if (challenge.toLowerCase(Locale.ROOT).startsWith("basic")) {
      return basic;
    }
    Map<String, String> parts = new HashMap<>();
    for (Matcher part = CHALLENGE.matcher(challenge); part.find(); ) {
      parts.put(part.group(1), part.group(2));
    }
    URI realm = URI.create(parts.getOrDefault("realm", ""));
    if (!"https".equals(realm.getScheme()) && !base.getScheme().equals("http")) {
      throw new IOException(image.registry() + " wants its login sent without TLS");
    }
    String query =
        "service="
            + encode(parts.getOrDefault("service", ""))
            + "&scope="
            + encode(parts.getOrDefault("scope", "repository:" + image.repository() + ":pull"));
    HttpURLConnection answer = ask(URI.create(realm + "?" + query), "application/json", basic);
    if (answer.getResponseCode() != HttpURLConnection.HTTP_OK) {
      answer.disconnect();
      throw new EngineException.Failed(
          realm.getHost() + " gives no token for " + image + " " + asWhom());
    }
    try (InputStream body = answer.getInputStream()) {
      Map<String, Object> token = Unpacker.json(body.readNBytes(LONGEST_MANIFEST));
      Object value = token.containsKey("token") ? token.get("token") : token.get("access_token");
      return "Bearer " + value;
    }
  }

  private @Nullable String basic() {
    if (login == null) {
      return null;
    }
    String text = login.username() + ":" + login.password();
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
