/** The control groups of pods, on every version of Linux's cgroups. */
@NullMarked
package io.margay.edged.internal.cgroup;

import org.jspecify.annotations.NullMarked;
