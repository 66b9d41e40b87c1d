package io.margay.push.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the push engine; PID {@code io.margay.push}. */
@ObjectClassDefinition(
    name = "Margay push methods",
    description = "How samples wait for push targets, and how patient the node is with those.")
@interface PushConfig {

  @AttributeDefinition(description = "Records that are given to a target at once, at most.")
  int batchRecords() default 100;

  @AttributeDefinition(
      description = "How long a record waits for others to go with it, in ms; 0 for not at all.")
  long lingerMillis() default 200;

  @AttributeDefinition(description = "How long delivering a batch may take, in ms.")
  long timeoutMillis() default 10_000;

  @AttributeDefinition(
      description = "The first wait before a target is tried again, in ms; doubled each time.")
  long retryMinMillis() default 1_000;

  @AttributeDefinition(description = "The longest wait before a target is tried again, in ms.")
  long retryMaxMillis() default 60_000;

  @AttributeDefinition(
      description =
          "Records for one target in memory, at most; from half of it on they are stored.")
  int memoryRecords() default 10_000;

  @AttributeDefinition(
      description = "Records stored for one target, at most; beyond, the oldest are dropped.")
  long storeRecords() default 100_000;

  @AttributeDefinition(description = "Bytes stored for one target, at most.")
  long storeBytes() default 67_108_864;

  @AttributeDefinition(description = "How large the file of stored records may grow, in MiB.")
  int storeMib() default 512;

  @AttributeDefinition(description = "How many targets may be busy at once.")
  int maxThreads() default 32;
}
