"""Does to the DMI socket what no mapper should, and prints what it is answered, a line each.

Usage: dmi_hostile.py <generated> <dmi socket> <device that is served>
"""
import socket
import sys
import time

import grpc

generated, dmi, served = sys.argv[1:4]
sys.path.insert(0, generated)
import dmi_pb2 as pb
import dmi_pb2_grpc as rpc


def attempt(what, call):
    try:
        call()
        print(f"{what}: OK", flush=True)
    except grpc.RpcError as failure:
        print(f"{what}: {failure.code().name} {failure.details()}", flush=True)


def stub(*options):
    return rpc.DeviceManagerServiceStub(grpc.insecure_channel(
        "unix://" + dmi, options=[("grpc.max_send_message_length", -1), *options]))


def status(name, *twins):
    return pb.ReportDeviceStatusRequest(
        deviceName=name, deviceNamespace="default", reportedDevice=pb.DeviceStatus(twins=twins))


def twin(name, value):
    return pb.Twin(propertyName=name, reported=pb.TwinProperty(value=value))


def register(**fields):
    return pb.MapperRegisterRequest(withData=True, mapper=pb.MapperInfo(**fields))


manager = stub()
attempt("no mapper", lambda: manager.MapperRegister(pb.MapperRegisterRequest(withData=True)))
attempt("no protocol", lambda: manager.MapperRegister(register(name="x")))
attempt("relative address", lambda: manager.MapperRegister(register(name="x", protocol="p", address=b"x.sock")))
attempt("long name", lambda: manager.MapperRegister(register(name="x" * 300, protocol="p")))
attempt("no device name", lambda: manager.ReportDeviceStatus(pb.ReportDeviceStatusRequest()))
attempt("unknown device", lambda: manager.ReportDeviceStatus(status("nobody", twin("x", "1"))))
attempt("unknown property", lambda: manager.ReportDeviceStatus(status(served, twin("../x", "1"))))
attempt("empty twin", lambda: manager.ReportDeviceStatus(status(served, pb.Twin(propertyName="counter"))))
attempt("unfit value", lambda: manager.ReportDeviceStatus(status(served, twin("counter", "many"))))
attempt("unknown state", lambda: manager.ReportDeviceStates(pb.ReportDeviceStatesRequest(
    deviceName=served, deviceNamespace="default", state="so-so")))
attempt("huge message", lambda: manager.ReportDeviceStatus(status(served, twin("counter", "9" * (5 << 20)))))
for authority in ("localhost", "%2Fetc%2Fkubeedge%2Fdmi.sock", dmi, "passthrough:///unix", "x y"):
    attempt(f"authority {authority}", lambda: stub(("grpc.default_authority", authority)).ReportDeviceStatus(
        status(served, twin("counter", "5"))))

calls = [manager.ReportDeviceStatus.future(status(served, twin("counter", str(i)))) for i in range(2000)]
print("streams:", sum(1 for call in calls if call.exception() is None), flush=True)

strangers = []
for i in range(200):
    stranger = socket.socket(socket.AF_UNIX)
    try:
        stranger.connect(dmi)
        stranger.send(b"GET / HTTP/1.1\r\n\r\n" if i % 2 else b"PRI * HTTP/2.0")
        if i % 3 == 0:
            stranger.shutdown(socket.SHUT_WR)
        strangers.append(stranger)
    except OSError:
        pass
for stranger in strangers:
    stranger.close()
time.sleep(0.2)
attempt("after strangers", lambda: stub().ReportDeviceStatus(status(served, twin("counter", "7")), wait_for_ready=True, timeout=20))
print("END", flush=True)
