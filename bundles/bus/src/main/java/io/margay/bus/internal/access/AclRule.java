package io.margay.bus.internal.access;

import io.margay.bus.TopicFilter;
import java.util.Locale;

/** One line of an ACL file: what may be done with which topics. */
record AclRule(Access access, TopicFilter filter) {

  enum Access {
    READ,
    WRITE,
    READWRITE,
    DENY;

    /**
     * Finds an access by its name in the file.
     *
     * @throws IllegalArgumentException naming those there are
     */
    static Access of(String word) {
      for (Access access : values()) {
        if (access.name().toLowerCase(Locale.ROOT).equals(word)) {
          return access;
        }
      }
      throw new IllegalArgumentException(
          "access: found \"" + word + "\", expected read, write, readwrite or deny");
    }
  }

  boolean reads() {
    return access == Access.READ || access == Access.READWRITE;
  }

  boolean writes() {
    return access == Access.WRITE || access == Access.READWRITE;
  }

  boolean denies() {
    return access == Access.DENY;
  }
}
