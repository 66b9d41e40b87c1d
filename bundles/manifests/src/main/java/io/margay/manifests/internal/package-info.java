/** Brings what the files of the manifests folder say into the resource store. */
@NullMarked
package io.margay.manifests.internal;

import org.jspecify.annotations.NullMarked;
