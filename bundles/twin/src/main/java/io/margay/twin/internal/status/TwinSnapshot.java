package io.margay.twin.internal.status;

import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.DeviceCondition;
import io.margay.twin.internal.PropertyView;
import java.util.List;

/**
 * A twin at an instant, to be kept.
 *
 * @param served whether a mapper has the device, and so knows what is desired of it
 */
public record TwinSnapshot(
    NamespacedName device,
    DeviceCondition condition,
    boolean served,
    List<PropertyView> properties) {}
