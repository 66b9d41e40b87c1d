package io.margay.edged.internal.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.edged.engine.RegistryLogin;
import io.margay.edged.internal.pod.Pod;
import io.margay.meta.JsonText;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the logins for an image's registry in the Secrets that a pod names (kubernetes.io, "Pull an
 * Image from a Private Registry"): those of type {@code kubernetes.io/dockerconfigjson}, and the
 * older {@code kubernetes.io/dockercfg}.
 */
public final class PullLogins {
  private static final String JSON = ".dockerconfigjson";
  private static final String OLD_JSON = ".dockercfg";

  private final KeyedObjects objects;

  public PullLogins(KeyedObjects objects) {
    this.objects = objects;
  }

  /**
   * The logins to try, those for the longest part of the image's name first. A Secret that does not
   * exist, or holds something else, has none: the image may be open to everybody.
   */
  public List<RegistryLogin> of(Pod pod, String image) {
    List<Match> matches = new ArrayList<>();
    for (String name : pod.spec().imagePullSecrets()) {
      Map<String, byte[]> secret = objects.secret(pod.identity().namespace(), name);
      if (secret != null) {
        logins(secret).forEach((place, login) -> match(matches, image, place, login));
      }
    }
    matches.sort(Comparator.comparingInt((Match match) -> match.place().length()).reversed());
    return matches.stream().map(Match::login).toList();
  }

  private record Match(RegistryPlace place, RegistryLogin login) {}

  private static void match(
      List<Match> matches, String image, @Nullable Object place, @Nullable Object data) {
    RegistryPlace registry = RegistryPlace.of(String.valueOf(place));
    RegistryLogin login = login(registry, JsonText.object(data));
    if (login != null && registry.holds(image)) {
      matches.add(new Match(registry, login));
    }
  }

  private static Map<?, ?> logins(Map<String, byte[]> secret) {
    byte[] text = secret.get(JSON);
    byte[] oldText = secret.get(OLD_JSON);
    try {
      if (text != null) {
        return JsonText.object(JsonText.read(new String(text, UTF_8)).get("auths"));
      }
      return oldText == null ? Map.of() : JsonText.read(new String(oldText, UTF_8));
    } catch (IllegalArgumentException notJson) {
      return Map.of();
    }
  }

  private static @Nullable RegistryLogin login(RegistryPlace place, Map<?, ?> login) {
    if (login.get("username") instanceof String user
        && login.get("password") instanceof String password) {
      return new RegistryLogin(user, password, place.host());
    }
    if (login.get("auth") instanceof String both) {
      try {
        String[] parts = new String(Base64.getDecoder().decode(both), UTF_8).split(":", 2);
        return parts.length == 2 ? new RegistryLogin(parts[0], parts[1], place.host()) : null;
      } catch (IllegalArgumentException notBase64) {
        return null;
      }
    }
    return null;
  }
}
