/** Decides who may use the Felix Web Console. */
@NullMarked
package io.margay.webconsole.internal;

import org.jspecify.annotations.NullMarked;
