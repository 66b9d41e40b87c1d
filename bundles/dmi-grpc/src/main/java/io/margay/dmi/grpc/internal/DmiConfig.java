package io.margay.dmi.grpc.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of {@code conf/io.margay.dmi.grpc.cfg}. */
@ObjectClassDefinition(
    name = "DMI socket",
    description = "Where mappers in other processes register and report.")
public @interface DmiConfig {
  @AttributeDefinition(
      name = "Socket",
      description =
          "Absolute path of the unix socket. Empty: /etc/kubeedge/dmi.sock where that folder is"
              + " there and may be written, else run/dmi.sock in the node's var folder. \"off\":"
              + " no socket.")
  String socket() default "";

  @AttributeDefinition(
      name = "Mappers whose devices the node pushes for",
      description =
          "Names with commas, or * for all: the node serves the push methods of their devices, and"
              + " does not tell the mapper of them. Empty: each mapper pushes itself.")
  String nodePushes() default "";
}
