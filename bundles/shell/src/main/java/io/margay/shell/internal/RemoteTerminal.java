package io.margay.shell.internal;

import io.margay.shell.Terminal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The terminal that a client runs in, which the client takes from its user and gives back. */
final class RemoteTerminal implements Terminal {
  private final Asking client;
  private volatile @Nullable SizeListener sizes;

  RemoteTerminal(Asking client) {
    this.client = client;
  }

  @Override
  public void take(SizeListener listener) throws IOException {
    sizes = listener;
    client.ask();
  }

  /** The client told how large it is. */
  void resized(int columns, int rows) {
    SizeListener listener = sizes;
    if (listener != null && columns > 0 && rows > 0) {
      listener.size(columns, rows);
    }
  }

  /** The command has ended, at which the client has its terminal again. */
  void giveBack() {
    sizes = null;
  }
}
