package io.margay.driver.plc4x.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.plc4x.internal.library.Conversation;
import io.margay.driver.plc4x.internal.library.LibraryHolder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections that sessions share: one for each endpoint and those who log in there. */
final class Links {
  private final LibraryHolder library;
  private final Map<Key, Shared> links = new HashMap<>();

  Links(LibraryHolder library) {
    this.library = library;
  }

  private record Key(Endpoint endpoint, Credentials credentials) {}

  /** A session's hold on a connection. */
  final class Lease implements AutoCloseable {
    private final Shared shared;
    private boolean released;

    private Lease(Shared shared) {
      this.shared = shared;
    }

    Conversation conversation() {
      return shared.conversation;
    }

    /** Lets go; the last one to do so ends the connection. A second call does nothing. */
    @Override
    public void close() {
      synchronized (links) {
        if (released) {
          return;
        }
        released = true;
        shared.leases--;
        if (shared.leases > 0) {
          return;
        }
        links.remove(shared.key, shared);
      }
      shared.end(library);
    }
  }

  /** The connection of a device: one that stands already, or a new one. */
  Lease lease(DeviceSettings settings, Deadline deadline) throws DriverException {
    Key key = new Key(settings.endpoint(), settings.credentials());
    Lease standing = standing(key);
    if (standing != null) {
      return standing;
    }
    Doorbell.ring(settings.endpoint(), deadline);
    Shared fresh =
        new Shared(
            key, library.connect(settings.credentials().target(settings.endpoint()), deadline));
    synchronized (links) {
      links.put(key, fresh);
      return new Lease(fresh);
    }
  }

  private @Nullable Lease standing(Key key) {
    synchronized (links) {
      Shared shared = links.get(key);
      if (shared == null || !shared.conversation.isOpen()) {
        return null;
      }
      shared.leases++;
      return new Lease(shared);
    }
  }

  /** A connection, and how many sessions hold it; the first one is there from the start. */
  private static final class Shared {
    private final Key key;
    private final Conversation conversation;
    private int leases = 1;

    private Shared(Key key, Conversation conversation) {
      this.key = key;
      this.conversation = conversation;
    }

    private void end(LibraryHolder library) {
      conversation.close();
      library.ended();
    }
  }
}
