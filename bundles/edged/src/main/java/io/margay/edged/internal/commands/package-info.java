/** What a person at the shell asks of pods, images and the node. */
@NullMarked
package io.margay.edged.internal.commands;

import org.jspecify.annotations.NullMarked;
