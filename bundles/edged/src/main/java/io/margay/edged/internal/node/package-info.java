/** This machine as a node of Kubernetes: what it has, how it is, and that it is alive. */
@NullMarked
package io.margay.edged.internal.node;

import org.jspecify.annotations.NullMarked;
