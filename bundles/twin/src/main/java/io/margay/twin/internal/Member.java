package io.margay.twin.internal;

import io.margay.dmi.NamespacedName;
import java.util.Map;

/**
 * A device of this node, as KubeEdge's membership shows it.
 *
 * @param attributes the labels of its resource
 */
public record Member(
    NamespacedName key, DeviceCondition condition, Map<String, String> attributes) {}
