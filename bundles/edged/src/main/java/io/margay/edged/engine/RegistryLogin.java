package io.margay.edged.engine;

/** Who asks a registry for an image. Never shown. */
public record RegistryLogin(String username, String password, String serverAddress) {

  @Override
  public String toString() {
    return "login for " + (serverAddress.isEmpty() ? "the image's registry" : serverAddress);
  }
}
