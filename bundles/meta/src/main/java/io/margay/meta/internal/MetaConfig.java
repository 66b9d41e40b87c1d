package io.margay.meta.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the resource store; the file is {@code conf/io.margay.meta.cfg}. */
@ObjectClassDefinition(name = "Margay resource store")
public @interface MetaConfig {

  @AttributeDefinition(
      name = "Largest database file, MiB",
      description =
          "Writes are refused when the file would grow beyond it, so that the store cannot fill the"
              + " disk.")
  int max_file_mib() default 512;

  @AttributeDefinition(
      name = "Deletions remembered",
      description = "A watcher that is further behind is cut and must list again.")
  int deletions_kept() default 10_000;
}
