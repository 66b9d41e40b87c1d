package io.margay.shell.internal;

import java.io.IOException;

/** Asks a client for something that it has. */
interface Asking {
  void ask() throws IOException;
}
