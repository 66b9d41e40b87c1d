package io.margay.driver.onvif.internal.camera;

import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.http.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a camera to reach it.
 *
 * @param device where its device service is
 * @param userName who asks; empty for nobody
 * @param password null where there is none
 * @param rewrites whether addresses that the camera tells are brought to the host that it was
 *     reached at, as is needed behind a NAT
 * @param rtspPort the port of streams as seen from here; 0 for the one that the camera tells
 * @param profile token or name of the profile that is meant where none is said; empty for the first
 */
public record CameraSettings(
    Address device,
    String userName,
    @Nullable Secret password,
    AuthMode authMode,
    TlsSettings tls,
    boolean rewrites,
    int rtspPort,
    String profile) {}
