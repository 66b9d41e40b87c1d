/** What a camera tells of its own accord: PullPoint subscriptions, and who waits for them. */
@NullMarked
package io.margay.driver.onvif.internal.events;

import org.jspecify.annotations.NullMarked;
