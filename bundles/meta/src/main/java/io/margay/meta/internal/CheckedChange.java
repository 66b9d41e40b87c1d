package io.margay.meta.internal;

import io.margay.meta.Change;
import java.util.Map;

/** A change that may be stored: its JSON is well formed, compact, and belongs to its key. */
record CheckedChange(Change change, Map<String, String> labels) {}
