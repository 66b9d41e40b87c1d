package io.margay.edged.internal.node;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the pods; PID {@code io.margay.edged}. */
@ObjectClassDefinition(
    name = "Margay pods",
    description = "How this machine runs pods, and how it is called as a node.")
public @interface EdgedConfig {

  @AttributeDefinition(description = "Name of the node; empty for that of margay.properties.")
  String nodeName() default "";

  @AttributeDefinition(
      description = "Address of the node; empty for that of the interface with the default route.")
  String nodeAddress() default "";

  @AttributeDefinition(description = "How many pods may run here; told as the node's capacity.")
  int maxPods() default 110;

  @AttributeDefinition(
      description = "Folder of the pods' logs; empty for var/log/pods of this node.")
  String logFolder() default "";

  @AttributeDefinition(description = "The control group below which those of all pods are.")
  String cgroupParent() default "/kubepods";

  @AttributeDefinition(
      description =
          "Addresses of the cluster's name servers, separated by commas; empty for the host's own.")
  String clusterDns() default "";

  @AttributeDefinition(description = "Domain of the cluster's names.")
  String clusterDomain() default "cluster.local";

  @AttributeDefinition(
      description =
          "Kernel settings, separated by commas, that pods may change beside the safe ones.")
  String allowedSysctls() default "";

  @AttributeDefinition(description = "A container's log is rotated when it is bigger: 10Mi, 500Ki.")
  String logMaxSize() default "10Mi";

  @AttributeDefinition(
      description = "How many files of log a container has, the one that is written included.")
  int logMaxFiles() default 5;

  @AttributeDefinition(
      description = "Unused images are removed when this many hundredths of their disk are used.")
  int imagesHighPercent() default 85;

  @AttributeDefinition(description = "Down to so many used hundredths images are removed.")
  int imagesLowPercent() default 80;

  @AttributeDefinition(
      description = "An image that this node has known for fewer seconds is not removed.")
  int imagesLeastAgeSeconds() default 120;

  @AttributeDefinition(
      description = "Pods are evicted while the machine has less memory left: 100Mi.")
  String evictBelowMemory() default "100Mi";

  @AttributeDefinition(
      description = "Pods are evicted while fewer hundredths of the pods' disk are free.")
  double evictBelowDiskPercent() default 10;

  @AttributeDefinition(
      description = "Pods are evicted while fewer hundredths of the images' disk are free.")
  double evictBelowImageDiskPercent() default 15;

  @AttributeDefinition(
      description = "How many seconds the node tells that it is short of something that it was.")
  int pressureSeconds() default 300;

  @AttributeDefinition(
      description = "How many seconds pass between two looks at logs, memory and disks.")
  int upkeepSeconds() default 10;

  @AttributeDefinition(
      description =
          "Port on 127.0.0.1 where pods, their logs and figures are asked for; 0 for none.")
  int apiPort() default 10350;

  @AttributeDefinition(
      description =
          "File with the token of those who may run programs in containers there; empty for nobody.")
  String execTokenFile() default "";
}
