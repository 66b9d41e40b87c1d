/** SOAP 1.2 and WS-Security: bounded XML, envelopes, faults, the camera's clock. */
@NullMarked
package io.margay.driver.onvif.internal.soap;

import org.jspecify.annotations.NullMarked;
