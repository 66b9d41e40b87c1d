package io.margay.twin.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the device twins, {@code conf/io.margay.twin.cfg}. */
@ObjectClassDefinition(name = "Margay device twins")
public @interface TwinConfig {

  @AttributeDefinition(
      description =
          "Whether any text may be a value over MQTT; otherwise KubeEdge's characters alone, unless"
              + " the message says any_value")
  boolean anyValue() default false;
}
