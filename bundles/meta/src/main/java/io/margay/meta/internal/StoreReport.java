package io.margay.meta.internal;

/**
 * How the store is.
 *
 * @param writing {@code ok}, or why nothing can be written
 * @param integrity {@code ok}, or what is wrong with the file
 */
public record StoreReport(
    String file,
    String writing,
    String integrity,
    int schema,
    long revision,
    long resources,
    long deletionsRemembered,
    long fileBytes,
    long logBytes,
    int watches) {}
