package io.margay.manifests.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the manifests folder; the file is {@code conf/io.margay.manifests.cfg}. */
@ObjectClassDefinition(name = "Margay manifests folder")
public @interface ManifestsConfig {

  @AttributeDefinition(
      name = "Poll, ms",
      description = "How often to look even when the system tells of no change.")
  int poll_millis() default 1000;

  @AttributeDefinition(
      name = "Rest, ms",
      description = "How long a file must be unchanged before it is read.")
  int rest_millis() default 250;
}
