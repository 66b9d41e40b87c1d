package io.margay.runc.internal.image;

import java.io.IOException;
import java.io.InputStream;

/** Where an image's bytes come from: a folder or a registry. */
interface BlobSource {

  /** Opens the bytes; whoever reads them checks their digest. */
  InputStream open(Descriptor blob) throws IOException;
}
