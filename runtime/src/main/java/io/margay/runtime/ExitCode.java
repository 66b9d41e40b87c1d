package io.margay.runtime;

/** What the process tells its caller when it ends; service scripts act on these. */
enum ExitCode {
  OK(0),
  FAILED(1),
  USAGE(2),
  NOT_RUNNING(3),
  UNUSABLE_FOLDER(4),
  ALREADY_RUNNING(5);

  private final int value;

  ExitCode(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }
}
