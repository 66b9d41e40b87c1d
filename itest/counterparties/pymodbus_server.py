"""A Modbus TCP slave on pymodbus 3.0 (Debian's python3-pymodbus), for the integration tests.

Units 1 and 2. Every table of unit u holds u * 1000 + address at addresses 0 to 199, but for a hole:
addresses 10 to 19 do not exist, and a request that touches them is answered with exception 2.
Other unit ids are not answered. Prints "LISTENING <port>" when it is ready.

pymodbus_server.py <port>      0 lets the system choose
"""

import asyncio
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server.async_io import ModbusTcpServer


def unit(number):
    def registers():
        values = {a: number * 1000 + a for a in range(200) if not 10 <= a < 20}
        return ModbusSparseDataBlock(values)

    def bits():
        return ModbusSparseDataBlock({a: False for a in range(200) if not 10 <= a < 20})

    return ModbusSlaveContext(di=bits(), co=bits(), hr=registers(), ir=registers(), zero_mode=True)


async def main(port):
    context = ModbusServerContext(slaves={1: unit(1), 2: unit(2)}, single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", port), allow_reuse_address=True,
                             ignore_missing_slaves=True)
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print("LISTENING", server.server.sockets[0].getsockname()[1], flush=True)
    await serving


asyncio.run(main(int(sys.argv[1])))
