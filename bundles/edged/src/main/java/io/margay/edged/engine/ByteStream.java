package io.margay.edged.engine;

import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ConsumerType;

/** A connection in both directions. */
@ConsumerType
public interface ByteStream extends AutoCloseable {

  InputStream input();

  OutputStream output();

  @Override
  void close();
}
