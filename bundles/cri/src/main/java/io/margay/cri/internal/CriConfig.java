package io.margay.cri.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the engine behind CRI; PID {@code io.margay.cri}. */
@ObjectClassDefinition(
    name = "Margay CRI engine",
    description = "Where containerd, CRI-O or another engine that speaks CRI v1 is found.")
@interface CriConfig {

  @AttributeDefinition(
      description =
          "Sockets of engines, separated by commas; of those that answer, the first is used.")
  String sockets() default "/run/containerd/containerd.sock,/var/run/crio/crio.sock";

  @AttributeDefinition(
      description = "How often is looked for a socket while there is no engine, in ms.")
  long lookMillis() default 2_000;

  @AttributeDefinition(description = "How long an engine may take to answer, in s.")
  long timeoutSeconds() default 120;

  @AttributeDefinition(description = "How long the fetching of an image may take, in s.")
  long pullTimeoutSeconds() default 1_800;

  @AttributeDefinition(
      description =
          "Hosts, separated by commas, that the engine may name beside loopback for streams of exec, attach and port-forward.")
  String streamHosts() default "";
}
