package io.margay.dmi;

/** Whether a property can be written. */
public enum AccessMode {
  READ_WRITE("ReadWrite"),
  READ_ONLY("ReadOnly");

  private final String text;

  AccessMode(String text) {
    this.text = text;
  }

  /** The spelling of {@code DeviceModel.spec.properties[].accessMode}. */
  @Override
  public String toString() {
    return text;
  }
}
