package io.margay.push.internal;

import io.margay.push.PushRecord;

/**
 * A record that waits.
 *
 * @param number grows with each record, so that what was stored late still goes first
 */
record Entry(long number, PushRecord sent) {}
