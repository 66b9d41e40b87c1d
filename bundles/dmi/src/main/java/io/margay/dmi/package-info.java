/**
 * The device management interface: what a device is, and the two services that mappers and the
 * runtime talk through.
 *
 * <p>The records carry the meaning of KubeEdge's {@code devices.kubeedge.io/v1beta1}; the services
 * mirror {@code v1beta1.DeviceMapperService} and {@code v1beta1.DeviceManagerService} of its DMI
 * protocol, so that a mapper in another process looks like a mapper in a bundle.
 */
@Export
@Version("1.4.0")
@NullMarked
package io.margay.dmi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
