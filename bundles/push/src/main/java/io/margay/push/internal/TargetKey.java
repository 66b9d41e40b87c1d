package io.margay.push.internal;

/**
 * Names a target.
 *
 * @param method in lower case
 * @param target as its sink calls it
 */
record TargetKey(String method, String target) {
  @Override
  public String toString() {
    return method + " " + target;
  }
}
