package io.margay.manifests.internal;

import java.util.List;

/** What the shell asks of the manifests folder. */
interface ManifestFiles {

  /** The files of the folder, by name, as they were after the last look. */
  List<FileRow> files();
}
