/** Images: read from archives and registries, unpacked into folders. */
@NullMarked
package io.margay.runc.internal.image;

import org.jspecify.annotations.NullMarked;
