package io.margay.driver.plc4x.internal.library;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has PLC4X loaded as long as somebody needs it. One that has only judged addresses runs nothing
 * and is kept; one that has connected is let go of with its last connection.
 */
public final class LibraryHolder {
  private final Supplier<Library> loader;

  // guarded by this holder's monitor, which nobody else has
  private @Nullable Library library;
  private int connections;

  public LibraryHolder() {
    this(LibraryLoader::load);
  }

  LibraryHolder(Supplier<Library> loader) {
    this.loader = loader;
  }

  /** As {@link Library#expectedInsteadOf}. */
  public synchronized Optional<String> expectedInsteadOf(Protocol protocol, String address) {
    return loaded().expectedInsteadOf(protocol, address);
  }

  /** As {@link Library#connect}; each connection is to be {@linkplain #ended told of}. */
  public Conversation connect(Target target, Deadline deadline) throws DriverException {
    Library borrowed;
    synchronized (this) {
      borrowed = loaded();
      connections++;
    }
    try {
      return borrowed.connect(target, deadline);
    } catch (DriverException | RuntimeException e) {
      ended();
      throw e;
    }
  }

  /** A connection was closed. */
  public void ended() {
    Library spent = null;
    synchronized (this) {
      connections--;
      if (connections == 0) {
        spent = library;
        library = null;
      }
    }
    if (spent != null) {
      spent.close();
    }
  }

  private Library loaded() {
    Library ready = library;
    if (ready == null) {
      ready = loader.get();
      library = ready;
    }
    return ready;
  }
}
