package io.margay.shell;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The terminal of the person who runs a command, for a command that hands it on to a program. It is
 * the value of a variable of the Gogo session; there is none where the client cannot give one.
 *
 * <p>Keys come from the session's keyboard. As long as nobody takes the terminal, they come in
 * lines, and Ctrl-C interrupts the command.
 */
@ProviderType
public interface Terminal {

  /** The session's variable that holds it. */
  String VARIABLE = "margay.terminal";

  /**
   * Takes the terminal: each key, Ctrl-C too, comes at once and is not echoed. At the end of the
   * command it is given back.
   *
   * @param sizes is told how large the terminal is, and again when that changes; a client that is a
   *     script has no size. Called on a thread of the shell, which reads nothing meanwhile.
   * @throws IOException when the client has gone
   */
  void take(SizeListener sizes) throws IOException;

  /** Is told the size of a terminal, in characters. */
  @FunctionalInterface
  interface SizeListener {
    void size(int columns, int rows);
  }
}
