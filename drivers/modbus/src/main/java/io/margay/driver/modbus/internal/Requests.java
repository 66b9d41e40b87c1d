package io.margay.driver.modbus.internal;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ReadCoilsRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteCoilRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleCoilsRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteSingleRegisterRequest;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.util.BitVector;

/** Chooses the function code, and knows the size of its answer (V1.1b3, section 6). */
final class Requests {
  /** An address, and a value or a count. */
  private static final int ANSWER_TO_WRITE = 4;

  private Requests() {}

  /** Functions 1 to 4; the answer's data are a byte count and what it counts. */
  static Query read(int unit, Table table, int address, int count) {
    ModbusRequest request =
        switch (table) {
          case COIL -> new ReadCoilsRequest(address, count);
          case DISCRETE_INPUT -> new ReadInputDiscretesRequest(address, count);
          case INPUT -> new ReadInputRegistersRequest(address, count);
          case HOLDING -> new ReadMultipleRegistersRequest(address, count);
        };
    request.setUnitID(unit);
    return new Query(request, 1 + table.bytes(count));
  }

  /** Functions 5 and 6 for a single coil or register, 15 and 16 for several. */
  static Query write(int unit, Point point, byte[] data) {
    int count = point.format().count();
    ModbusRequest request =
        point.table().holdsBits()
            ? writeBits(point.address(), data, count)
            : writeRegisters(point.address(), data, count);
    request.setUnitID(unit);
    return new Query(request, ANSWER_TO_WRITE);
  }

  private static ModbusRequest writeBits(int address, byte[] data, int count) {
    return count == 1
        ? new WriteCoilRequest(address, data[0] != 0)
        : new WriteMultipleCoilsRequest(address, BitVector.createBitVector(data, count));
  }

  private static ModbusRequest writeRegisters(int address, byte[] data, int count) {
    Register[] registers = new Register[count];
    for (int i = 0; i < count; i++) {
      registers[i] = new SimpleRegister(data[i * 2], data[i * 2 + 1]);
    }
    return count == 1
        ? new WriteSingleRegisterRequest(address, registers[0])
        : new WriteMultipleRegistersRequest(address, registers);
  }
}
