/**
 * Database files that a power cut does not harm: one writer with group commit, many readers,
 * checked when opened.
 *
 * <p>A {@link io.margay.sqlite.DatabaseFile} names the file, a {@link io.margay.sqlite.GroupWriter}
 * writes it and {@link io.margay.sqlite.Readers} read it. SQL is written by whoever owns the
 * tables.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.margay.sqlite;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
