package io.margay.mapper.internal.device;

/** The conversation with a device as a job found it when its turn came. */
record Turn(Conversation conversation, long timeoutMillis) {}
