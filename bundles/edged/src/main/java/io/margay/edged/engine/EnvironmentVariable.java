package io.margay.edged.engine;

/** A variable of a container's environment. Its value may be a secret and is never shown. */
public record EnvironmentVariable(String name, String value) {

  @Override
  public String toString() {
    return name;
  }
}
