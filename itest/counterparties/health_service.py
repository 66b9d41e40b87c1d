"""A gRPC health service (grpc.health.v1) by Debian's grpcio: arguments are its address and what it serves."""

import sys
from concurrent import futures

import grpc

NOT_SERVING, SERVING = b"\x08\x02", b"\x08\x01"
address, served = sys.argv[1:]


def check(request, context):
    # HealthCheckRequest: field 1, the name of the service
    return SERVING if request[2:].decode() == served else NOT_SERVING


server = grpc.server(futures.ThreadPoolExecutor(2))
handlers = {"Check": grpc.unary_unary_rpc_method_handler(check)}
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("grpc.health.v1.Health", handlers),))
server.add_insecure_port(address)
server.start()
print("SERVING", flush=True)
server.wait_for_termination()
