package io.margay.shell.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the shell; PID {@code io.margay.shell}. */
@ObjectClassDefinition(name = "Margay shell")
public @interface ShellConfig {
  /** The unix socket. Empty: {@code run/shell.sock} in the node's var folder. */
  @AttributeDefinition(name = "Socket", required = false)
  String socket() default "";

  /** How many shells may be open at a time. */
  @AttributeDefinition(name = "Open shells at a time")
  int sessions() default 8;
}
