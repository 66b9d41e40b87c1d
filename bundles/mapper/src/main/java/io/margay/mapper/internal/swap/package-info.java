/** What is known of the replacement of one driver by another while its devices are served. */
@NullMarked
package io.margay.mapper.internal.swap;

import org.jspecify.annotations.NullMarked;
