/** The shell socket, its sessions, help, and how results are printed. */
@NullMarked
package io.margay.shell.internal;

import org.jspecify.annotations.NullMarked;
