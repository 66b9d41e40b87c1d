/** What is mounted on this machine, and mounting. */
@NullMarked
package io.margay.edged.internal.mount;

import org.jspecify.annotations.NullMarked;
