package io.margay.runc.internal.process;

import io.margay.edged.engine.EngineException;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How sandboxes and containers are called. Their ids are names of folders too, so what comes from
 * outside is looked at before it is part of a path.
 */
public final class Ids {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  private Ids() {}

  /** A new one. */
  public static String next() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /**
   * Hands on what can be an id.
   *
   * @param kind {@code sandbox} or {@code container}
   * @throws EngineException.NotFound when it cannot be one of ours
   */
  public static String checked(String kind, String id) {
    if (!FORM.matcher(id).matches()) {
      throw new EngineException.NotFound("no %s \"%s\"".formatted(kind, id));
    }
    return id;
  }
}
