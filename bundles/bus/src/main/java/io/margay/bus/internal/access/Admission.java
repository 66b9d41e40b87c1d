package io.margay.bus.internal.access;

import static java.util.Objects.requireNonNull;

/** What became of a client that asked to be let in. */
public sealed interface Admission {

  /**
   * It is let in.
   *
   * @param name who it is, for people; empty when nobody asked
   * @param permissions what it may do from now on
   */
  record Granted(String name, Permissions permissions) implements Admission {
    public Granted {
      requireNonNull(name, "name");
      requireNonNull(permissions, "permissions");
    }
  }

  /**
   * It is not let in.
   *
   * @param badCredentials whether the name or password is wrong, or else it may not come at all
   * @param reason for the log of this node, never for the client
   */
  record Refused(boolean badCredentials, String reason) implements Admission {
    public Refused {
      requireNonNull(reason, "reason");
    }
  }
}
