package io.margay.manifests.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log how it goes with the files, each thing once. */
final class Journal {
  private static final Logger log = LoggerFactory.getLogger(Journal.class);
  private final Path folder;
  private @Nullable String folderProblem;

  Journal(Path folder) {
    this.folder = folder;
  }

  void outcome(String file, Outcome outcome) {
    if (outcome instanceof Outcome.Applied applied) {
      if (applied.changed()) {
        log.info("{}: applied, {} resources", display(file), applied.resources());
      } else {
        log.debug("{}: nothing new", display(file));
      }
    } else if (outcome instanceof Outcome.Refused refused) {
      for (Mistake mistake : refused.mistakes()) {
        log.error("{}", line(file, mistake));
      }
    } else if (outcome instanceof Outcome.Held held) {
      log.warn("{}; held until one does", line(file, held.reason()));
    } else if (outcome instanceof Outcome.Waiting waiting) {
      log.debug("{}: tried again, as {}", display(file), waiting.reason());
    }
  }

  void removed(String file, int resources) {
    log.info("{}: gone, {} resources deleted", display(file), resources);
  }

  void folderUnreadable(IOException e) {
    String problem = e.toString();
    if (!problem.equals(folderProblem)) {
      log.warn("{} cannot be read: {}; what was applied from it stays", folder, problem);
      folderProblem = problem;
    }
  }

  void folderReadable() {
    if (folderProblem != null) {
      log.info("{} can be read again", folder);
      folderProblem = null;
    }
  }

  /** A file as people know it, with the folder's own name. */
  String display(String file) {
    return folder.getFileName() + "/" + file;
  }

  private String line(String file, Mistake mistake) {
    return display(file) + ":" + mistake.line() + ": " + mistake.text();
  }
}
