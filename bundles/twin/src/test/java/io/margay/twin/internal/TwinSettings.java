package io.margay.twin.internal;

import java.lang.annotation.Annotation;

/** The settings as a configuration file would give them. */
@SuppressWarnings("ClassExplicitlyAnnotation")
record TwinSettings(int keepDelayMillis, boolean anyValue) implements TwinConfig {

  static TwinConfig withAnyValue() {
    return new TwinSettings(5_000, true);
  }

  @Override
  public Class<? extends Annotation> annotationType() {
    return TwinConfig.class;
  }
}
