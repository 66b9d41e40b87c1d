package io.margay.twin.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the device twins, {@code conf/io.margay.twin.cfg}. */
@ObjectClassDefinition(name = "Margay device twins")
public @interface TwinConfig {
  @AttributeDefinition(
      description =
          "Milliseconds within which a changed value is on disk, 100 to 600000; a device is"
              + " written once in that time at most")
  int keepDelayMillis() default 5_000;

  @AttributeDefinition(
      description =
          "Whether any text may be a value over MQTT; otherwise KubeEdge's characters alone, unless"
              + " the message says any_value")
  boolean anyValue() default false;
}
