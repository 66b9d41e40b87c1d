"""A mapper that measures: reports the time in microseconds as each property's value.

Usage: dmi_load.py <generated> <dmi socket> <own socket> <name> <protocol> <pause ms> <calls at a time>
With a pause of 0 it reports as fast as it is answered, and prints how often each second.
"""
import sys
import threading
import time

import grpc

generated, dmi, own, name, protocol, pause, window = sys.argv[1:8]
sys.path.insert(0, generated)
import dmi_pb2 as pb
import dmi_pb2_grpc as rpc

manager = rpc.DeviceManagerServiceStub(grpc.insecure_channel("unix://" + dmi))
given = manager.MapperRegister(pb.MapperRegisterRequest(withData=True, mapper=pb.MapperInfo(
    name=name, version="v1.0.0", api_version="v1.0.0", protocol=protocol)), timeout=30)
print("REGISTERED with", len(given.deviceList), "devices", flush=True)


def request(device):
    now = str(time.time_ns() // 1000)
    return pb.ReportDeviceStatusRequest(
        deviceName=device.name, deviceNamespace=device.namespace,
        reportedDevice=pb.DeviceStatus(twins=[
            pb.Twin(propertyName=p.name, reported=pb.TwinProperty(value=now)) for p in device.spec.properties]))


if int(pause):
    while True:
        time.sleep(int(pause) / 1000)
        for device in given.deviceList:
            manager.ReportDeviceStatus(request(device))

free = threading.Semaphore(int(window))
done = [0]
last = time.monotonic()
while True:
    for device in given.deviceList:
        free.acquire()
        call = manager.ReportDeviceStatus.future(request(device))
        call.add_done_callback(lambda finished: free.release())
        done[0] += 1
    if time.monotonic() - last > 1:
        print("CALLS", done[0], flush=True)
        last = time.monotonic()
