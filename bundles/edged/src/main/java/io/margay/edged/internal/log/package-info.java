/** Containers' log files, in the format that engines write them: reading, following, rotating. */
@NullMarked
package io.margay.edged.internal.log;

import org.jspecify.annotations.NullMarked;
