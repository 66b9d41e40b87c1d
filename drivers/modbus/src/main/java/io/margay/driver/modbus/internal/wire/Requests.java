package io.margay.driver.modbus.internal.wire;

import com.ghgande.j2mod.modbus.msg.MaskWriteRegisterRequest;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ReadCoilsRequest;
import com.ghgande.j2mod.modbus.msg.ReadFIFOQueueRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMEIRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadWriteMultipleRequest;
import com.ghgande.j2mod.modbus.msg.WriteCoilRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleCoilsRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteSingleRegisterRequest;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.util.BitVector;
import io.margay.driver.modbus.internal.format.Table;

/** Chooses the function code, and knows the size of its answer (V1.1b3, section 6). */
public final class Requests {
  /** An address, and a value or a count. */
  private static final int ANSWER_TO_WRITE = 4;

  /** An address and two masks. */
  private static final int ANSWER_TO_MASK_WRITE = 6;

  private Requests() {}

  /** Functions 1 to 4; the answer's data are a byte count and what it counts. */
  public static Query read(int unit, Table table, int address, int count) {
    ModbusRequest request =
        switch (table) {
          case COIL -> new ReadCoilsRequest(address, count);
          case DISCRETE_INPUT -> new ReadInputDiscretesRequest(address, count);
          case INPUT -> new ReadInputRegistersRequest(address, count);
          case HOLDING -> new ReadMultipleRegistersRequest(address, count);
        };
    return query(unit, request, 1 + table.bytes(count));
  }

  /** Function 5 or 6: a single coil or register. */
  public static Query writeOne(int unit, Table table, int address, byte[] data) {
    ModbusRequest request =
        table.holdsBits()
            ? new WriteCoilRequest(address, data[0] != 0)
            : new WriteSingleRegisterRequest(address, registers(data, 1)[0]);
    return query(unit, request, ANSWER_TO_WRITE);
  }

  /** Function 15 or 16: coils or registers that lie side by side. */
  public static Query writeMany(int unit, Table table, int address, byte[] data, int count) {
    ModbusRequest request =
        table.holdsBits()
            ? new WriteMultipleCoilsRequest(address, BitVector.createBitVector(data, count))
            : new WriteMultipleRegistersRequest(address, registers(data, count));
    return query(unit, request, ANSWER_TO_WRITE);
  }

  /**
   * Function 22: keeps the bits of a register that {@code and} has, and sets those of {@code or}.
   */
  public static Query maskWrite(int unit, int address, int and, int or) {
    return query(unit, new MaskWriteRegisterRequest(address, and, or), ANSWER_TO_MASK_WRITE);
  }

  /** Function 23: writes registers, then reads registers, in one step. */
  public static Query readWrite(
      int unit, int readAddress, int readCount, int writeAddress, byte[] data) {
    int count = data.length / 2;
    ReadWriteMultipleRequest request =
        new ReadWriteMultipleRequest(unit, readAddress, readCount, writeAddress, count);
    request.setRegisters(registers(data, count));
    return query(unit, request, 1 + 2 * readCount);
  }

  /** Function 24: what waits in a queue; the answer's data are two counts and registers. */
  public static Query readFifo(int unit, int address) {
    ReadFIFOQueueRequest request = new ReadFIFOQueueRequest();
    request.setReference(address);
    return query(unit, request, Query.ANY);
  }

  /** Function 43/14: who made the device, and what it is. */
  public static Query readIdentification(int unit, int category, int object) {
    return query(unit, new ReadMEIRequest(category, object), Query.ANY);
  }

  private static Query query(int unit, ModbusRequest request, int answerBytes) {
    request.setUnitID(unit);
    return new Query(request, answerBytes);
  }

  private static Register[] registers(byte[] data, int count) {
    Register[] registers = new Register[count];
    for (int i = 0; i < count; i++) {
      registers[i] = new SimpleRegister(data[i * 2], data[i * 2 + 1]);
    }
    return registers;
  }
}
