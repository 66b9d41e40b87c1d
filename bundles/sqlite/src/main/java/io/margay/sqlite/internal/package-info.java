/** How SQLite is loaded, connected and asked, and how its files lie on the disk. */
@NullMarked
package io.margay.sqlite.internal;

import org.jspecify.annotations.NullMarked;
