package io.margay.mapper.internal.device;

import io.margay.dmi.driver.DeviceSession;
import io.margay.mapper.internal.work.LinkQueue;

/**
 * The conversation with a device as a job found it when its turn came.
 *
 * @param epoch that of the device's line; another one later means that the conversation is over
 */
record Turn(LinkQueue link, DeviceSession session, long epoch, long timeoutMillis) {}
