/**
 * Brings each pod to what it should be: looks at what is there, decides by a pure function what to
 * do next, does it, and says in the pod's status how it stands.
 */
@NullMarked
package io.margay.edged.internal.sync;

import org.jspecify.annotations.NullMarked;
