package io.margay.runc.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the engine without an engine; PID {@code io.margay.runc}. */
@ObjectClassDefinition(
    name = "Margay pods by conmon and runc",
    description = "Runs pods where neither containerd nor CRI-O is installed.")
@interface RuncConfig {

  @AttributeDefinition(
      description =
          "Sockets and programs of engines; if one of them is there, this engine is not offered.")
  String[] yieldTo() default {
    "/run/containerd/containerd.sock", "/var/run/crio/crio.sock", "containerd", "crio"
  };

  @AttributeDefinition(description = "Names or paths of OCI runtimes; the first that is there.")
  String[] runtimes() default {"runc", "crun"};

  @AttributeDefinition(description = "Name or path of conmon.")
  String conmon() default "conmon";

  @AttributeDefinition(
      description =
          "Where images and containers are kept; empty for runc below the folder of the node's"
              + " state.")
  String state() default "";

  @AttributeDefinition(
      description = "Where namespaces and sockets lie; on a disk that a restart empties.")
  String running() default "/run/margay/runc";

  @AttributeDefinition(
      description =
          "Folder where OCI archives and layouts are put; empty for images in the node's home.")
  String images() default "";

  @AttributeDefinition(description = "Folder of CNI's network configuration lists.")
  String cniConf() default "/etc/cni/net.d";

  @AttributeDefinition(description = "Folder of CNI's plugins.")
  String cniBin() default "/usr/lib/cni";

  @AttributeDefinition(
      description =
          "Registries without TLS, host:port; those on this machine need not be named here.")
  String[] plainRegistries() default {};
}
