"""A stream that wants a user: rtsp_server.py USER PASSWORD, with GStreamer's RTSP server."""
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

LAUNCH = ("( videotestsrc is-live=true ! videoconvert ! video/x-raw,format=I420,width=320,height=240,framerate=10/1 "
          "! jpegenc ! rtpjpegpay name=pay0 pt=26 )")

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service("0")

token = GstRtspServer.RTSPToken()
token.set_string("media.factory.role", "viewer")
auth = GstRtspServer.RTSPAuth()
auth.set_supported_methods(2)  # digest
auth.add_digest(sys.argv[1], sys.argv[2], token)
server.set_auth(auth)

permissions = GstRtspServer.RTSPPermissions()
for right in ("media.factory.access", "media.factory.construct"):
    permissions.add_permission_for_role("viewer", right, True)
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(LAUNCH)
factory.set_shared(True)
factory.set_permissions(permissions)
server.get_mount_points().add_factory("/main", factory)

server.attach(None)
print("LISTENING", server.get_bound_port(), flush=True)
GLib.MainLoop().run()
