/** HTTP/1.1 as cameras speak it: one connection, bounded answers, Digest. */
@NullMarked
package io.margay.driver.onvif.internal.http;

import org.jspecify.annotations.NullMarked;
