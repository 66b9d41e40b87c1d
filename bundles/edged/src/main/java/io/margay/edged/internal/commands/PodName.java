package io.margay.edged.internal.commands;

/** A pod as a person names it: {@code name} of namespace {@code default}, or both with a slash. */
record PodName(String namespace, String name) {

  static PodName of(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new PodName("default", text)
        : new PodName(text.substring(0, slash), text.substring(slash + 1));
  }

  /** The complaint about a pod that does not exist. */
  IllegalArgumentException unknown() {
    return new IllegalArgumentException(
        "there is no pod " + this + "; pod:list shows those that there are");
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
