package io.margay.dmi.access;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The devices that one part of the runtime serves: the mapper engine, or the mappers in other
 * processes. Published as a service by each of them; {@link DeviceAccess} is all of them together,
 * and what programs ask.
 */
@ProviderType
public interface DeviceHost extends DeviceAccess {}
