package io.margay.twin.internal;

import java.util.Map;
import java.util.Optional;

/**
 * What a program wants of a twin.
 *
 * @param eventId chosen by the program, and said again in every answer
 * @param properties what it wants of each; nothing means that the property is to be deleted
 */
public record TwinUpdate(String eventId, Map<String, Optional<PropertyUpdate>> properties) {}
