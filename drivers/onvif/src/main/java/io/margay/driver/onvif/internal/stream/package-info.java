/** Frames and clips of a camera's stream, kept in files by ffmpeg. */
@NullMarked
package io.margay.driver.onvif.internal.stream;

import org.jspecify.annotations.NullMarked;
