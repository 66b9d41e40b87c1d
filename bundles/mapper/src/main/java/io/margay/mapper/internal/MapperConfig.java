package io.margay.mapper.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the mapper engine; PID {@code io.margay.mapper}. */
@ObjectClassDefinition(
    name = "Margay mapper engine",
    description = "How devices are polled, and how patient the engine is with them.")
@interface MapperConfig {

  @AttributeDefinition(description = "How often a property is read that does not say so, in ms.")
  long collectCycleMillis() default 1_000;

  @AttributeDefinition(
      description = "How long a call to a device may take that does not say so, in ms.")
  long timeoutMillis() default 3_000;

  @AttributeDefinition(
      description =
          "How long a call that was interrupted may take to end before its thread is given up, in ms.")
  long graceMillis() default 1_000;

  @AttributeDefinition(
      description = "The first wait before a device is tried again, in ms; doubled each time.")
  long initialBackOffMillis() default 2_000;

  @AttributeDefinition(description = "The longest wait before a device is tried again, in ms.")
  long maxBackOffMillis() default 300_000;

  @AttributeDefinition(
      description = "How many readings of a property are remembered that does not say so.")
  int historyLength() default 1;

  @AttributeDefinition(description = "How many calls to devices may run at once.")
  int maxThreads() default 64;

  @AttributeDefinition(description = "How many threads that hang in a driver are replaced.")
  int maxAbandonedThreads() default 32;

  @AttributeDefinition(description = "How long a thread without work is kept, in s.")
  int idleThreadSeconds() default 30;

  @AttributeDefinition(
      description =
          "When a driver is replaced: how many good reads of the first device let the others follow.")
  int canaryTicks() default 3;

  @AttributeDefinition(
      description =
          "When a driver is replaced: how long the old one stands by after the last device moved, in ms.")
  long probationMillis() default 30_000;

  @AttributeDefinition(
      description =
          "When a driver is replaced: how many bad reads of a device in a row bring the old one back.")
  int badTicks() default 3;
}
