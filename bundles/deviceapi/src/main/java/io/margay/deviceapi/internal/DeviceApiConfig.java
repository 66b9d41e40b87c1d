package io.margay.deviceapi.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the device API, {@code conf/io.margay.deviceapi.cfg}. */
@ObjectClassDefinition(
    name = "Margay device API",
    description = "KubeEdge's mapper REST API of this node")
public @interface DeviceApiConfig {

  @AttributeDefinition(description = "Whether it listens")
  boolean enabled() default true;

  @AttributeDefinition(description = "Address that programs connect to")
  String host() default "127.0.0.1";

  @AttributeDefinition(description = "TCP port; 0 takes any free one, which the log tells")
  int port() default 7777;

  @AttributeDefinition(
      description = "File in conf/ with the token that callers must bring; empty for none")
  String token() default "";

  @AttributeDefinition(description = "Whether KubeEdge's GET requests that write are taken")
  boolean legacyWrites() default false;
}
