"""A Modbus slave on pymodbus 3.0 for the wires other than plain TCP, for the integration tests.

Units 1 and 2. Holding register a of unit u holds u * 1000 + a, but for those from 100 on, which pymodbus'
BinaryPayloadBuilder fills in the four byte orders: at 100 + 20 * n a 32-bit float 1234.5, at 102 + 20 * n
a 32-bit integer -123456789, at 104 + 20 * n a 64-bit integer -1234567890123456789, at 108 + 20 * n a
64-bit float -0.1; n is 0 for ABCD, 1 for CDAB, 2 for BADC, 3 for DCBA.
Prints "LISTENING <port>" when it is ready.

pymodbus_wires.py rtu|ascii <serial port>                 9600 8N1; prints port 0
pymodbus_wires.py rtuovertcp|asciiovertcp|udp <port>      0 lets the system choose
pymodbus_wires.py tls <port> <certificate> <key>
"""

import asyncio
import ssl
import sys

from pymodbus.constants import Endian
from pymodbus.datastore import ModbusServerContext, ModbusSequentialDataBlock, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.payload import BinaryPayloadBuilder
from pymodbus.server import async_io
from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer, ModbusSocketFramer

ORDERS = [(Endian.Big, Endian.Big), (Endian.Big, Endian.Little), (Endian.Little, Endian.Big),
          (Endian.Little, Endian.Little)]


def words(order):
    builder = BinaryPayloadBuilder(byteorder=order[0], wordorder=order[1])
    builder.add_32bit_float(1234.5)
    builder.add_32bit_int(-123456789)
    builder.add_64bit_int(-1234567890123456789)
    builder.add_64bit_float(-0.1)
    raw = b"".join(builder._payload)
    return [raw[i] << 8 | raw[i + 1] for i in range(0, len(raw), 2)]


def unit(number):
    registers = [(number * 1000 + a) & 0xFFFF for a in range(300)]
    for n, order in enumerate(ORDERS):
        at = 100 + 20 * n
        registers[at:at + 12] = words(order)
    bits = [False] * 300
    return ModbusSlaveContext(di=ModbusSequentialDataBlock(0, list(bits)), co=ModbusSequentialDataBlock(0, bits),
                              hr=ModbusSequentialDataBlock(0, registers),
                              ir=ModbusSequentialDataBlock(0, list(registers)), zero_mode=True)


def identity():
    found = ModbusDeviceIdentification()
    found.VendorName = "pymodbus"
    found.ProductCode = "PM"
    found.MajorMinorRevision = "3.0"
    return found


def port_of(server):
    transport = getattr(server, "server", None)
    if transport is not None and hasattr(transport, "sockets"):
        return transport.sockets[0].getsockname()[1]
    return server.protocol.get_extra_info("sockname")[1]


async def main(mode, where, *files):
    context = ModbusServerContext(slaves={1: unit(1), 2: unit(2)}, single=False)
    if mode in ("rtu", "ascii"):
        framer = ModbusRtuFramer if mode == "rtu" else ModbusAsciiFramer
        server = async_io.ModbusSerialServer(context, framer=framer, identity=identity(), port=where,
                                             baudrate=9600, bytesize=8, ignore_missing_slaves=True)
        await server.start()
        print("LISTENING 0", flush=True)
        await server.serve_forever()
        return
    address = ("127.0.0.1", int(where))
    if mode == "udp":
        server = async_io.ModbusUdpServer(context, framer=ModbusSocketFramer, identity=identity(),
                                          address=address, ignore_missing_slaves=True)
        serving = asyncio.ensure_future(server.serve_forever())
        while server.protocol is None:
            await asyncio.sleep(0.01)
    else:
        framer = {"rtuovertcp": ModbusRtuFramer, "asciiovertcp": ModbusAsciiFramer, "tls": ModbusSocketFramer}[mode]
        if mode == "tls":
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(files[0], files[1])
            server = async_io.ModbusTlsServer(context, framer=framer, identity=identity(), address=address,
                                              sslctx=tls, ignore_missing_slaves=True)
        else:
            server = async_io.ModbusTcpServer(context, framer=framer, identity=identity(), address=address,
                                              allow_reuse_address=True, ignore_missing_slaves=True)
        serving = asyncio.ensure_future(server.serve_forever())
        await server.serving
    print("LISTENING", port_of(server), flush=True)
    await serving


asyncio.run(main(*sys.argv[1:]))
