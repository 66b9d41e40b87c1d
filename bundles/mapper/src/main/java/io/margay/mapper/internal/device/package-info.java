/** What happens to one device: its description, its conversation, its polls, its writes. */
@NullMarked
package io.margay.mapper.internal.device;

import org.jspecify.annotations.NullMarked;
