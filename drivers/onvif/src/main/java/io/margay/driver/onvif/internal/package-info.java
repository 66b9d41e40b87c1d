/** The ONVIF driver: settings, sessions, and what properties and methods mean. */
@NullMarked
package io.margay.driver.onvif.internal;

import org.jspecify.annotations.NullMarked;
