"""A camera that speaks ONVIF: python3 onvif_camera.py [--rtsp URI] [--clock SECONDS] [--discovery PORT] ...

Device, Media, Media2, PTZ, Imaging, Events (PullPoint) and DeviceIO on one port, WS-Discovery on another. It keeps
state: what is set is what is told. It demands a WS-UsernameToken, HTTP Digest, both or none, and refuses tokens that
its own clock finds older than five minutes, as cameras do. It tells addresses of an inner network, as behind a NAT.

POST /test/event?topic=...&item=...&value=...   something happens
POST /test/fault?kind=none|garbage|bomb|slow|401|close   how it answers from now on
GET  /test/state                                what it was told, as JSON
"""
import argparse
import base64
import datetime
import hashlib
import http.server
import json
import re
import secrets
import socket
import socketserver
import ssl
import threading
import time
import urllib.parse
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

NAMESPACES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "wsa": "http://www.w3.org/2005/08/addressing",
    "wsse": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "wsu": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
    "wsnt": "http://docs.oasis-open.org/wsn/b-2",
    "wstop": "http://docs.oasis-open.org/wsn/t-1",
    "tns1": "http://www.onvif.org/ver10/topics",
    "tt": "http://www.onvif.org/ver10/schema",
    "tds": "http://www.onvif.org/ver10/device/wsdl",
    "trt": "http://www.onvif.org/ver10/media/wsdl",
    "tr2": "http://www.onvif.org/ver20/media/wsdl",
    "tptz": "http://www.onvif.org/ver20/ptz/wsdl",
    "timg": "http://www.onvif.org/ver20/imaging/wsdl",
    "tev": "http://www.onvif.org/ver10/events/wsdl",
    "tmd": "http://www.onvif.org/ver10/deviceIO/wsdl",
    "ter": "http://www.onvif.org/ver10/error",
}
SERVICES = {
    "tds": "/onvif/device_service", "trt": "/onvif/media", "tr2": "/onvif/media2", "tptz": "/onvif/ptz",
    "timg": "/onvif/imaging", "tev": "/onvif/events", "tmd": "/onvif/deviceio",
}
INNER = "http://192.168.77.1:8000"
# The smallest JPEG there is, nearly.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////"
    "wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=") + b"\xff\xd9"
MOST_WAITING = 100


def local(tag):
    return tag.rsplit("}", 1)[-1]


def text_of(element, name, default=""):
    for one in element.iter():
        if local(one.tag) == name:
            return (one.text or "").strip()
    return default


def first(element, name):
    return next((one for one in element.iter() if local(one.tag) == name), None)


class Fault(Exception):
    def __init__(self, subcode, reason, status=400):
        super().__init__(reason)
        self.subcode, self.status = subcode, status


class Subscription:
    """A PullPoint: what has happened since it was asked last."""

    def __init__(self, seconds, topics):
        self.messages, self.topics = [], topics
        self.ends = time.time() + seconds


class Camera:
    def __init__(self, options):
        self.options = options
        self.changed = threading.Condition()
        self.fault = "none"
        self.hostname, self.ntp = "camera", "pool.ntp.org"
        self.position = {"pan": 0.0, "tilt": 0.0, "zoom": 0.0}
        self.home = dict(self.position)
        self.presets = {"1": ("door", dict(self.position, pan=0.5, tilt=-0.25))}
        self.moving = False
        self.imaging = {"Brightness": 50.0, "ColorSaturation": 50.0, "Contrast": 50.0, "Sharpness": 50.0,
                        "IrCutFilter": "AUTO"}
        self.users = {options.user: "Administrator"}
        self.relays = {"relay0": "inactive"}
        self.alarms = {"tns1:VideoSource/MotionAlarm": ("State", "false")}
        self.subscriptions = {}
        self.asked, self.reboots, self.renewals = [], 0, 0

    # --- who asks ---------------------------------------------------------------------------------

    def now(self):
        return datetime.datetime.utcnow() + datetime.timedelta(seconds=self.options.clock)

    def token_is_good(self, envelope):
        token = first(envelope, "UsernameToken")
        if token is None:
            return False
        created = text_of(token, "Created")
        nonce = base64.b64decode(text_of(token, "Nonce"))
        wanted = base64.b64encode(hashlib.sha1(nonce + created.encode() + self.options.password.encode()).digest())
        made = datetime.datetime.strptime(created[:19], "%Y-%m-%dT%H:%M:%S")
        fresh = abs((self.now() - made).total_seconds()) < 300
        return fresh and text_of(token, "Username") == self.options.user and \
            text_of(token, "Password") == wanted.decode()

    def digest_is_good(self, method, path, header):
        if not header.startswith("Digest "):
            return False
        said = {k: v.strip('"') for k, v in re.findall(r'(\w+)=("[^"]*"|[^,\s]+)', header)}
        algorithm = hashlib.sha256 if said.get("algorithm") == "SHA-256" else hashlib.md5

        def h(value):
            return algorithm(value.encode()).hexdigest()
        key = h(f"{self.options.user}:{said.get('realm')}:{self.options.password}")
        wanted = h(":".join([key, said.get("nonce", ""), said.get("nc", ""), said.get("cnonce", ""), "auth",
                             h(f"{method}:{path}")]))
        return said.get("response") == wanted and said.get("uri") == path

    # --- what happens -----------------------------------------------------------------------------

    def happen(self, topic, item, value, operation="Changed"):
        with self.changed:
            self.alarms[topic] = (item, value)
            for subscription in self.subscriptions.values():
                self.tell(subscription, topic, item, value, operation)
            self.changed.notify_all()

    def tell(self, subscription, topic, item, value, operation):
        if subscription.topics and topic not in subscription.topics:
            return
        message = (
            f'<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">'
            f'{topic}</wsnt:Topic><wsnt:Message><tt:Message UtcTime="{self.now():%Y-%m-%dT%H:%M:%SZ}" '
            f'PropertyOperation="{operation}"><tt:Source><tt:SimpleItem Name="Source" Value="vs0"/></tt:Source>'
            f'<tt:Data><tt:SimpleItem Name="{item}" Value="{escape(value)}"/></tt:Data></tt:Message></wsnt:Message>'
            f'</wsnt:NotificationMessage>')
        subscription.messages = (subscription.messages + [message])[-MOST_WAITING:]

    def pull(self, name, seconds, limit):
        ends = time.time() + seconds
        with self.changed:
            while name in self.subscriptions and not self.subscriptions[name].messages and time.time() < ends:
                self.changed.wait(max(0.01, ends - time.time()))
            subscription = self.subscription(name)
            taken, subscription.messages = subscription.messages[:limit], subscription.messages[limit:]
            return subscription, taken

    def subscription(self, name):
        there = self.subscriptions.get(name)
        if there is None or there.ends < time.time():
            self.subscriptions.pop(name, None)
            raise Fault("wsnt:ResourceUnknownFault", "there is no such subscription")
        return there

    # --- operations -------------------------------------------------------------------------------

    def answer(self, path, body):
        prefix = next((p for p, uri in NAMESPACES.items() if body.tag.startswith("{" + uri + "}")), "?")
        name = local(body.tag)
        self.asked.append(name)
        handler = getattr(self, f"{prefix}_{name}", None)
        if handler is None:
            raise Fault("ter:ActionNotSupported", f"{name} is not supported")
        inner = handler(body, path)
        return f"<{prefix}:{name}Response>{inner or ''}</{prefix}:{name}Response>"

    def tds_GetSystemDateAndTime(self, body, path):
        now = self.now()
        return (f"<tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType><tt:DaylightSavings>false"
                f"</tt:DaylightSavings><tt:TimeZone><tt:TZ>UTC0</tt:TZ></tt:TimeZone><tt:UTCDateTime><tt:Time><tt:Hour>"
                f"{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute><tt:Second>{now.second}</tt:Second></tt:Time>"
                f"<tt:Date><tt:Year>{now.year}</tt:Year><tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day>"
                f"</tt:Date></tt:UTCDateTime></tds:SystemDateAndTime>")

    def tds_GetServices(self, body, path):
        return "".join(
            f"<tds:Service><tds:Namespace>{NAMESPACES[p]}</tds:Namespace><tds:XAddr>{INNER}{where}</tds:XAddr>"
            f"<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>"
            for p, where in SERVICES.items() if p != "tr2" or self.options.media2)

    def tds_GetCapabilities(self, body, path):
        here = self.options.address
        return (f"<tds:Capabilities><tt:Device><tt:XAddr>{here}{SERVICES['tds']}</tt:XAddr></tt:Device>"
                f"<tt:Events><tt:XAddr>{here}{SERVICES['tev']}</tt:XAddr>"
                f"<tt:WSSubscriptionPolicySupport>true</tt:WSSubscriptionPolicySupport>"
                f"<tt:WSPullPointSupport>true</tt:WSPullPointSupport>"
                f"<tt:WSPausableSubscriptionManagerInterfaceSupport>false</tt:WSPausableSubscriptionManagerInterfaceSupport>"
                f"</tt:Events><tt:Imaging><tt:XAddr>{here}{SERVICES['timg']}</tt:XAddr></tt:Imaging>"
                f"<tt:Media><tt:XAddr>{here}{SERVICES['trt']}</tt:XAddr></tt:Media>"
                f"<tt:PTZ><tt:XAddr>{here}{SERVICES['tptz']}</tt:XAddr></tt:PTZ></tds:Capabilities>")

    def tds_GetDeviceInformation(self, body, path):
        return ("<tds:Manufacturer>Acme</tds:Manufacturer><tds:Model>Eye 3</tds:Model><tds:FirmwareVersion>1.2.3"
                "</tds:FirmwareVersion><tds:SerialNumber>4711</tds:SerialNumber><tds:HardwareId>77</tds:HardwareId>")

    def tds_GetScopes(self, body, path):
        return "".join(f"<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>{s}</tt:ScopeItem></tds:Scopes>"
                       for s in SCOPES.split())

    def tds_GetHostname(self, body, path):
        return (f"<tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>{escape(self.hostname)}</tt:Name>"
                f"</tds:HostnameInformation>")

    def tds_SetHostname(self, body, path):
        self.hostname = text_of(body, "Name")

    def tds_GetNTP(self, body, path):
        return (f"<tds:NTPInformation><tt:FromDHCP>false</tt:FromDHCP><tt:NTPManual><tt:Type>DNS</tt:Type><tt:DNSname>"
                f"{escape(self.ntp)}</tt:DNSname></tt:NTPManual></tds:NTPInformation>")

    def tds_SetNTP(self, body, path):
        self.ntp = text_of(body, "DNSname") or text_of(body, "IPv4Address")

    def tds_GetUsers(self, body, path):
        return "".join(f"<tds:User><tt:Username>{escape(name)}</tt:Username><tt:UserLevel>{level}</tt:UserLevel></tds:User>"
                       for name, level in self.users.items())

    def tds_CreateUsers(self, body, path):
        self.users[text_of(body, "Username")] = text_of(body, "UserLevel")

    tds_SetUser = tds_CreateUsers

    def tds_DeleteUsers(self, body, path):
        if self.users.pop(text_of(body, "Username"), None) is None:
            raise Fault("ter:UsernameMissing", "there is no such user")

    def tds_SystemReboot(self, body, path):
        self.reboots += 1
        return "<tds:Message>rebooting in 1 s</tds:Message>"

    def tds_GetRelayOutputs(self, body, path):
        return "".join(f'<tds:RelayOutputs token="{t}"><tt:Properties><tt:Mode>Bistable</tt:Mode><tt:DelayTime>PT1S'
                       f'</tt:DelayTime><tt:IdleState>open</tt:IdleState></tt:Properties></tds:RelayOutputs>'
                       for t in self.relays)

    def tds_SetRelayOutputState(self, body, path):
        relay = text_of(body, "RelayOutputToken")
        if relay not in self.relays:
            raise Fault("ter:RelayToken", "there is no such relay")
        self.relays[relay] = text_of(body, "LogicalState")
        self.happen("tns1:Device/Trigger/Relay", "LogicalState", self.relays[relay])

    def tmd_GetDigitalInputs(self, body, path):
        return '<tmd:DigitalInputs token="in0"/>'

    PROFILES = {"main": ("Main stream", 1920, 1080), "sub": ("Sub stream", 640, 360)}

    def trt_GetProfiles(self, body, path):
        return "".join(
            f'<trt:Profiles token="{t}" fixed="true"><tt:Name>{n}</tt:Name><tt:VideoSourceConfiguration token="vsc">'
            f'<tt:Name>vsc</tt:Name><tt:UseCount>2</tt:UseCount><tt:SourceToken>vs0</tt:SourceToken>'
            f'<tt:Bounds x="0" y="0" width="1920" height="1080"/></tt:VideoSourceConfiguration>'
            f'<tt:VideoEncoderConfiguration token="{t}"><tt:Name>{t}</tt:Name><tt:UseCount>1</tt:UseCount>'
            f'<tt:Encoding>JPEG</tt:Encoding><tt:Resolution><tt:Width>{w}</tt:Width><tt:Height>{h}</tt:Height>'
            f'</tt:Resolution><tt:Quality>3</tt:Quality></tt:VideoEncoderConfiguration><tt:PTZConfiguration token="ptz">'
            f'<tt:Name>ptz</tt:Name><tt:UseCount>2</tt:UseCount><tt:NodeToken>node</tt:NodeToken></tt:PTZConfiguration>'
            f'</trt:Profiles>' for t, (n, w, h) in self.PROFILES.items())

    def tr2_GetProfiles(self, body, path):
        return "".join(
            f'<tr2:Profiles token="{t}" fixed="true"><tr2:Name>{n}</tr2:Name><tr2:Configurations><tr2:VideoSource '
            f'token="vsc"><tt:SourceToken>vs0</tt:SourceToken></tr2:VideoSource><tr2:VideoEncoder token="{t}">'
            f'<tt:Encoding>JPEG</tt:Encoding><tt:Resolution><tt:Width>{w}</tt:Width><tt:Height>{h}</tt:Height>'
            f'</tt:Resolution></tr2:VideoEncoder></tr2:Configurations></tr2:Profiles>'
            for t, (n, w, h) in self.PROFILES.items())

    def profile(self, body):
        token = text_of(body, "ProfileToken")
        if token not in self.PROFILES:
            raise Fault("ter:NoProfile", "there is no such profile")
        return token

    def trt_GetVideoSources(self, body, path):
        return ('<trt:VideoSources token="vs0"><tt:Framerate>25</tt:Framerate><tt:Resolution><tt:Width>1920</tt:Width>'
                '<tt:Height>1080</tt:Height></tt:Resolution></trt:VideoSources>')

    def trt_GetStreamUri(self, body, path):
        self.profile(body)
        return (f"<trt:MediaUri><tt:Uri>{escape(self.options.rtsp)}</tt:Uri><tt:InvalidAfterConnect>false"
                f"</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S"
                f"</tt:Timeout></trt:MediaUri>")

    def tr2_GetStreamUri(self, body, path):
        self.profile(body)
        return f"<tr2:Uri>{escape(self.options.rtsp)}</tr2:Uri>"

    def trt_GetSnapshotUri(self, body, path):
        return (f"<trt:MediaUri><tt:Uri>{INNER}/snapshot.jpg?p={self.profile(body)}</tt:Uri><tt:InvalidAfterConnect>"
                f"false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S"
                f"</tt:Timeout></trt:MediaUri>")

    def tr2_GetSnapshotUri(self, body, path):
        return f"<tr2:Uri>{INNER}/snapshot.jpg?p={self.profile(body)}</tr2:Uri>"

    def tptz_GetStatus(self, body, path):
        self.profile(body)
        state = "MOVING" if self.moving else "IDLE"
        return (f'<tptz:PTZStatus><tt:Position><tt:PanTilt x="{self.position["pan"]}" y="{self.position["tilt"]}"/>'
                f'<tt:Zoom x="{self.position["zoom"]}"/></tt:Position><tt:MoveStatus><tt:PanTilt>{state}</tt:PanTilt>'
                f'<tt:Zoom>IDLE</tt:Zoom></tt:MoveStatus><tt:UtcTime>{self.now():%Y-%m-%dT%H:%M:%SZ}</tt:UtcTime>'
                f'</tptz:PTZStatus>')

    def vector(self, body, name):
        vector = first(body, name)
        if vector is None:
            raise Fault("ter:InvalidArgVal", f"there is no {name}")
        moves = {}
        for part in vector:
            if local(part.tag) == "PanTilt":
                moves["pan"], moves["tilt"] = float(part.get("x")), float(part.get("y"))
            elif local(part.tag) == "Zoom":
                moves["zoom"] = float(part.get("x"))
        return moves

    def move_to(self, where):
        if any(abs(value) > 1 for value in where.values()):
            raise Fault("ter:InvalidPosition", "the position is out of bounds")
        self.position.update(where)

    def tptz_AbsoluteMove(self, body, path):
        self.profile(body)
        self.move_to(self.vector(body, "Position"))

    def tptz_RelativeMove(self, body, path):
        self.profile(body)
        self.move_to({k: self.position[k] + v for k, v in self.vector(body, "Translation").items()})

    def tptz_ContinuousMove(self, body, path):
        self.profile(body)
        self.vector(body, "Velocity")
        self.moving = True

    def tptz_Stop(self, body, path):
        self.profile(body)
        self.moving = False

    def tptz_GetPresets(self, body, path):
        return "".join(f'<tptz:Preset token="{t}"><tt:Name>{escape(n)}</tt:Name></tptz:Preset>'
                       for t, (n, _) in self.presets.items())

    def tptz_SetPreset(self, body, path):
        token = text_of(body, "PresetToken") or str(len(self.presets) + 1)
        self.presets[token] = (text_of(body, "PresetName") or token, dict(self.position))
        return f"<tptz:PresetToken>{token}</tptz:PresetToken>"

    def preset(self, body):
        token = text_of(body, "PresetToken")
        if token not in self.presets:
            raise Fault("ter:NoToken", "there is no such preset")
        return token

    def tptz_GotoPreset(self, body, path):
        self.position.update(self.presets[self.preset(body)][1])

    def tptz_RemovePreset(self, body, path):
        del self.presets[self.preset(body)]

    def tptz_GotoHomePosition(self, body, path):
        self.position.update(self.home)

    def tptz_SetHomePosition(self, body, path):
        self.home = dict(self.position)

    def timg_GetImagingSettings(self, body, path):
        return "<timg:ImagingSettings>" + "".join(
            f"<tt:{k}>{self.imaging[k]}</tt:{k}>"
            for k in ("Brightness", "ColorSaturation", "Contrast", "IrCutFilter", "Sharpness")) + "</timg:ImagingSettings>"

    def timg_SetImagingSettings(self, body, path):
        for name in self.imaging:
            said = text_of(body, name)
            if said:
                self.imaging[name] = said if name == "IrCutFilter" else float(said)

    def timg_GetOptions(self, body, path):
        return ("<timg:ImagingOptions><tt:Brightness><tt:Min>0</tt:Min><tt:Max>100</tt:Max></tt:Brightness>"
                "<tt:IrCutFilterModes>ON</tt:IrCutFilterModes><tt:IrCutFilterModes>OFF</tt:IrCutFilterModes>"
                "</timg:ImagingOptions>")

    def tev_GetEventProperties(self, body, path):
        return ('<tev:TopicNamespaceLocation>http://www.onvif.org/onvif/ver10/topics/topicns.xml'
                '</tev:TopicNamespaceLocation><wsnt:FixedTopicSet>true</wsnt:FixedTopicSet><wstop:TopicSet>'
                '<tns1:VideoSource><MotionAlarm wstop:topic="true"/></tns1:VideoSource></wstop:TopicSet>')

    def seconds(self, body, name, default):
        said = re.fullmatch(r"PT(?:(\d+)M)?(?:([\d.]+)S)?", text_of(body, name))
        return int(said.group(1) or 0) * 60 + float(said.group(2) or 0) if said else default

    def times(self, subscription):
        end = datetime.datetime.utcfromtimestamp(subscription.ends) + datetime.timedelta(seconds=self.options.clock)
        return (f"<wsnt:CurrentTime>{self.now():%Y-%m-%dT%H:%M:%SZ}</wsnt:CurrentTime>"
                f"<wsnt:TerminationTime>{end:%Y-%m-%dT%H:%M:%SZ}</wsnt:TerminationTime>")

    def tev_CreatePullPointSubscription(self, body, path):
        name = secrets.token_hex(4)
        filter_text = text_of(body, "TopicExpression")
        subscription = Subscription(self.seconds(body, "InitialTerminationTime", 60),
                                    set(filter_text.split("|")) if filter_text else set())
        with self.changed:
            self.subscriptions[name] = subscription
            for topic, (item, value) in self.alarms.items():
                self.tell(subscription, topic, item, value, "Initialized")
        return (f"<tev:SubscriptionReference><wsa:Address>{INNER}/onvif/subscription/{name}</wsa:Address>"
                f"</tev:SubscriptionReference>{self.times(subscription)}")

    def tev_PullMessages(self, body, path):
        name = path.rsplit("/", 1)[-1]
        subscription, messages = self.pull(name, min(60, self.seconds(body, "Timeout", 1)),
                                           int(text_of(body, "MessageLimit", "10")))
        return (self.times(subscription).replace("wsnt:", "tev:") + "".join(messages))

    def tev_SetSynchronizationPoint(self, body, path):
        with self.changed:
            subscription = self.subscription(path.rsplit("/", 1)[-1])
            for topic, (item, value) in self.alarms.items():
                self.tell(subscription, topic, item, value, "Initialized")
            self.changed.notify_all()

    def wsnt_Renew(self, body, path):
        subscription = self.subscription(path.rsplit("/", 1)[-1])
        subscription.ends = time.time() + self.seconds(body, "TerminationTime", 60)
        self.renewals += 1
        times = self.times(subscription)
        return times[times.index("<wsnt:Term"):] + times[:times.index("<wsnt:Term")]

    def wsnt_Unsubscribe(self, body, path):
        self.subscriptions.pop(path.rsplit("/", 1)[-1], None)

    def state(self):
        return json.dumps({
            "position": self.position, "moving": self.moving, "imaging": self.imaging, "relays": self.relays,
            "hostname": self.hostname, "ntp": self.ntp, "users": self.users, "asked": self.asked[-200:],
            "subscriptions": len(self.subscriptions), "renewals": self.renewals, "reboots": self.reboots})


SCOPES = ("onvif://www.onvif.org/Profile/Streaming onvif://www.onvif.org/name/Acme%20Eye "
          "onvif://www.onvif.org/hardware/Eye3")
OPEN = {"GetSystemDateAndTime"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    camera = None

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def log_message(self, *args):
        pass

    def reply(self, status, body, kind="application/soap+xml; charset=utf-8", headers=()):
        data = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def challenge(self):
        nonce = secrets.token_hex(8)
        self.reply(401, "", headers=[
            ("WWW-Authenticate", f'Digest realm="cam", qop="auth", nonce="{nonce}", algorithm=SHA-256'),
            ("WWW-Authenticate", f'Digest realm="cam", qop="auth", nonce="{nonce}"')])

    def digest_is_good(self):
        return self.camera.digest_is_good(self.command, self.path, self.headers.get("Authorization", ""))

    def do_GET(self):
        if self.path == "/test/state":
            self.reply(200, self.camera.state(), "application/json")
        elif self.path.startswith("/snapshot.jpg"):
            if self.camera.options.auth != "none" and not self.digest_is_good():
                self.challenge()
            else:
                self.reply(200, JPEG, "image/jpeg")
        else:
            self.reply(404, "")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        place = urllib.parse.urlparse(self.path)
        query = dict(urllib.parse.parse_qsl(place.query))
        if place.path == "/test/event":
            self.camera.happen(query["topic"], query["item"], query["value"])
            self.reply(200, "")
        elif place.path == "/test/fault":
            self.camera.fault = query["kind"]
            self.reply(200, "")
        elif not self.spoil():
            self.soap(body, place.path)

    def spoil(self):
        kind = self.camera.fault
        if kind == "garbage":
            self.reply(200, "<html><p>Welcome")
        elif kind == "bomb":
            lines = "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
            self.reply(200, f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{lines}]><x>&j;</x>')
        elif kind == "401":
            self.challenge()
        elif kind == "slow":
            time.sleep(30)
            return False
        elif kind == "close":
            self.close_connection = True
        return kind in ("garbage", "bomb", "401", "close")

    def soap(self, body, path):
        camera = self.camera
        try:
            envelope = ET.fromstring(body)
            operation = first(envelope, "Body")[0]
            if local(operation.tag) not in OPEN:
                if camera.options.auth in ("digest", "both") and not self.digest_is_good():
                    self.challenge()
                    return
                if camera.options.auth in ("usernametoken", "both") and not camera.token_is_good(envelope):
                    raise Fault("ter:NotAuthorized", "Sender not Authorized")
            answer, status = camera.answer(path, operation), 200
        except Fault as fault:
            answer, status = (
                f"<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>{fault.subcode}</s:Value></s:Subcode>"
                f"</s:Code><s:Reason><s:Text xml:lang=\"en\">{escape(str(fault))}</s:Text></s:Reason></s:Fault>"
            ), fault.status
        declared = " ".join(f'xmlns:{p}="{uri}"' for p, uri in NAMESPACES.items())
        self.reply(status, f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope {declared}><s:Body>{answer}</s:Body></s:Envelope>')


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 100


def discovery(options):
    """Answers WS-Discovery probes to its own address."""
    answering = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    answering.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    answering.bind(("127.0.0.1", options.discovery))
    while True:
        data, sender = answering.recvfrom(65536)
        asked = re.search(rb"<\w*:?MessageID[^>]*>([^<]+)<", data)
        if b"Probe" not in data or not asked:
            continue
        answer = f"""<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl">
<s:Header><a:MessageID>urn:uuid:{secrets.token_hex(16)}</a:MessageID><a:RelatesTo>{asked.group(1).decode()}</a:RelatesTo>
<a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>
<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action></s:Header>
<s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:00000000-0000-4000-8000-0000000eee03</a:Address>
</a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>{SCOPES}</d:Scopes>
<d:XAddrs>{options.address}{SERVICES['tds']}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch>
</d:ProbeMatches></s:Body></s:Envelope>"""
        answering.sendto(answer.encode(), sender)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--user", default="admin")
    parser.add_argument("--password", default="secret")
    parser.add_argument("--auth", choices=["usernametoken", "digest", "both", "none"], default="usernametoken")
    parser.add_argument("--clock", type=int, default=0, help="seconds that its clock is ahead")
    parser.add_argument("--rtsp", default="rtsp://192.168.77.1:554/main")
    parser.add_argument("--media2", action="store_true")
    parser.add_argument("--discovery", type=int, default=0, help="UDP port; 3702 is the usual one")
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"))
    options = parser.parse_args()
    Handler.camera = camera = Camera(options)
    with Server(("127.0.0.1", options.port), Handler) as server:
        if options.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*options.tls)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        options.address = f"http://127.0.0.1:{server.server_address[1]}"
        if options.discovery:
            threading.Thread(target=discovery, args=(options,), daemon=True).start()
        print("LISTENING", server.server_address[1], flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
