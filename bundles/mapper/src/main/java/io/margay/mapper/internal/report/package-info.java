/** The way from devices to the runtime, with numbers that outlive drivers. */
@NullMarked
package io.margay.mapper.internal.report;

import org.jspecify.annotations.NullMarked;
