/**
 * Programs that measure the shipped distribution and print figures, each beside a baseline. They
 * assert nothing: run them with {@code itest/bench/run} and quote what they print.
 */
package io.margay.itest.bench;
