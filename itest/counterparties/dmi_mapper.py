"""A mapper in another process, on grpcio: registers, serves its devices, and reports a counter for each property.

Usage: dmi_mapper.py <generated> <dmi socket> <own socket> <name> <protocol> <report every ms> [refuse]
A property with a desired value is reported to have it. Prints what it is told, a line each.
"""
import os
import sys
import threading
import time
from concurrent import futures

import grpc

generated, dmi, own, name, protocol, every = sys.argv[1:7]
refuse = "refuse" in sys.argv[7:]
sys.path.insert(0, generated)
import dmi_pb2 as pb
import dmi_pb2_grpc as rpc

devices = {}
lock = threading.Lock()


def say(*words):
    print(*words, flush=True)


def keep(device):
    with lock:
        devices[(device.namespace, device.name)] = device


def described(device):
    config = device.spec.protocol.configData.data
    kinds = ",".join(f"{key}:{config[key].type_url.rsplit('.', 1)[1]}" for key in sorted(config))
    desired = ",".join(f"{p.name}={p.desired.value}" for p in device.spec.properties if p.desired.value)
    return f"{device.namespace}/{device.name} config {kinds} desired {desired}"


class Mapper(rpc.DeviceMapperServiceServicer):
    def RegisterDevice(self, request, context):
        if refuse:
            say("REFUSED", described(request.device))
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "no room for " + request.device.name)
        say("RegisterDevice", described(request.device))
        keep(request.device)
        return pb.RegisterDeviceResponse(
            deviceName=request.device.name, deviceNamespace=request.device.namespace)

    def UpdateDevice(self, request, context):
        say("UpdateDevice", described(request.device))
        keep(request.device)
        return pb.UpdateDeviceResponse()

    def RemoveDevice(self, request, context):
        say("RemoveDevice", f"{request.deviceNamespace}/{request.deviceName}")
        with lock:
            devices.pop((request.deviceNamespace, request.deviceName), None)
        return pb.RemoveDeviceResponse()

    def CreateDeviceModel(self, request, context):
        say("CreateDeviceModel", f"{request.model.namespace}/{request.model.name}")
        return pb.CreateDeviceModelResponse()

    def UpdateDeviceModel(self, request, context):
        say("UpdateDeviceModel", f"{request.model.namespace}/{request.model.name}")
        return pb.UpdateDeviceModelResponse()

    def RemoveDeviceModel(self, request, context):
        say("RemoveDeviceModel", f"{request.modelNamespace}/{request.modelName}")
        return pb.RemoveDeviceModelResponse()

    def GetDevice(self, request, context):
        with lock:
            device = devices.get((request.deviceNamespace, request.deviceName))
        say("GetDevice", f"{request.deviceNamespace}/{request.deviceName}", device is not None)
        if device is None:
            context.abort(grpc.StatusCode.UNKNOWN, "device not found")
        return pb.GetDeviceResponse(device=device)


def report(stub, device, count):
    now = str(int(time.time() * 1000))
    twins = []
    for prop in device.spec.properties:
        value = prop.desired.value or str(count)
        twins.append(pb.Twin(
            propertyName=prop.name,
            observedDesired=pb.TwinProperty(value=prop.desired.value),
            reported=pb.TwinProperty(value=value, metadata={"type": "string", "timestamp": now})))
    stub.ReportDeviceStatus(pb.ReportDeviceStatusRequest(
        deviceName=device.name, deviceNamespace=device.namespace,
        reportedDevice=pb.DeviceStatus(twins=twins)), timeout=5)


channel = grpc.insecure_channel("unix://" + dmi)
manager = rpc.DeviceManagerServiceStub(channel)
begun = time.monotonic()
answer = manager.MapperRegister(pb.MapperRegisterRequest(withData=True, mapper=pb.MapperInfo(
    name=name, version="v1.13.0", api_version="v1.0.0", protocol=protocol,
    address=own.encode(), state="ok")), timeout=10)
for device in answer.deviceList:
    keep(device)
    say("GIVEN", described(device))
say(f"REGISTERED in {int((time.monotonic() - begun) * 1000)} ms with",
    len(answer.modelList), "models and", len(answer.deviceList), "devices")

if os.path.exists(own):
    os.unlink(own)
server = grpc.server(futures.ThreadPoolExecutor(4))
rpc.add_DeviceMapperServiceServicer_to_server(Mapper(), server)
server.add_insecure_port("unix://" + own)
server.start()

count = 0
while True:
    time.sleep(int(every) / 1000)
    count += 1
    with lock:
        current = list(devices.values())
    for device in current:
        try:
            report(manager, device, count)
        except grpc.RpcError as failure:
            say("REPORT FAILED", failure.code().name, failure.details())
