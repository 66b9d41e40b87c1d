package io.margay.mapper.internal.device;

import java.time.Duration;

/**
 * How careful a swap is.
 *
 * @param canaryTicks how many good reads of the first device let the others follow
 * @param probation how long the old driver stands by after the last device has moved
 * @param mostBad how many bad reads of one device in a row turn the swap back
 */
public record SwapRules(int canaryTicks, Duration probation, int mostBad) {

  public static final SwapRules DEFAULT = new SwapRules(3, Duration.ofSeconds(30), 3);
}
