package io.margay.manifests.internal;

import static java.util.Objects.requireNonNull;

/** Something wrong in a file, and the line that it is on, from 1. */
record Mistake(int line, String text) {
  Mistake {
    requireNonNull(text, "text");
  }
}
