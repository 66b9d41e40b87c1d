/** The push method {@code influxdb2}: points of an InfluxDB 2 bucket. */
@NullMarked
package io.margay.push.influxdb2.internal;

import org.jspecify.annotations.NullMarked;
