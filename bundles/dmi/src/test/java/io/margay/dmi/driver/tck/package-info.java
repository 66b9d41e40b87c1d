/**
 * The contract of {@link io.margay.dmi.driver} as tests that every driver can run: state how to
 * make the driver and its devices in a {@link io.margay.dmi.driver.tck.DriverUnderTest}, and have
 * {@link io.margay.dmi.driver.tck.DriverContract} try it.
 */
package io.margay.dmi.driver.tck;
