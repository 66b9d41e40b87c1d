package io.margay.driver.onvif.internal.http;

/** Who asks. Its text tells the name only, so that no log can hold the password. */
public record Credentials(String userName, String password) {

  @Override
  public String toString() {
    return userName;
  }
}
