package io.margay.edged.internal.gc;

/** What may run out on a node (kubernetes.io, "Node-pressure Eviction"). */
public enum Signal {
  MEMORY("memory.available", "MemoryPressure"),
  NODE_DISK("nodefs.available", "DiskPressure"),
  IMAGE_DISK("imagefs.available", "DiskPressure");

  private final String word;
  private final String condition;

  Signal(String word, String condition) {
    this.word = word;
    this.condition = condition;
  }

  /** Kubernetes' name. */
  public String word() {
    return word;
  }

  /** Whether a disk runs out. */
  public boolean isDisk() {
    return this != MEMORY;
  }

  /** The node's condition that it makes true. */
  public String condition() {
    return condition;
  }
}
