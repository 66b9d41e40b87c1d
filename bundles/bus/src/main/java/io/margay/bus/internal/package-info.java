/** The bus as the node sees it: components, configuration, commands, in-JVM delivery. */
@NullMarked
package io.margay.bus.internal;

import org.jspecify.annotations.NullMarked;
