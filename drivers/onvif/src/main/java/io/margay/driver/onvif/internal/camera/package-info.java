/** The services of a camera, each as a set of operations. */
@NullMarked
package io.margay.driver.onvif.internal.camera;

import org.jspecify.annotations.NullMarked;
