package io.margay.edged.internal.probe;

/** What a probe is asked for. */
public enum ProbeKind {
  /** Whether a container has come up; until then the others wait. */
  STARTUP,
  /** Whether it must be started again. */
  LIVENESS,
  /** Whether it can serve others. */
  READINESS
}
