package io.margay.webconsole.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the login, {@code conf/io.margay.webconsole.cfg}. */
@ObjectClassDefinition(
    name = "Margay Web Console login",
    description = "Who may use the Web Console")
@interface WebConsoleConfig {

  @AttributeDefinition(description = "Name to log in with")
  String user() default "admin";

  @AttributeDefinition(
      type = AttributeType.PASSWORD,
      description = "{sha-256}<salt>-<hash>; while it is empty nobody can log in")
  String password() default "";
}
