/** WS-Discovery: by multicast, and asking each address of a range. */
@NullMarked
package io.margay.driver.onvif.internal.search;

import org.jspecify.annotations.NullMarked;
