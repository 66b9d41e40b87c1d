package io.margay.push;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Passwords, tokens and certificates, each in a file of its own in {@code conf/secrets/}: a
 * manifest names a secret and never holds one. Read anew each time, so that a changed file counts
 * at the next opening. What it has read appears in no text form and in no log.
 */
@ProviderType
public interface SecretFiles {

  /**
   * The content of a file, without line ends at its end.
   *
   * @param name the file's name, without folders
   * @throws PushException when the name is none, the file is missing, or others than its owner may
   *     read it; tried again later, as somebody can mend that
   */
  String read(String name) throws PushException;
}
