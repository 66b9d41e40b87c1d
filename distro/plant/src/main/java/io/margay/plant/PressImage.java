package io.margay.plant;

import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalIn;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalOut;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;

/**
 * The press in Modbus tables.
 *
 * <pre>
 *   holding register 0    set point of the speed, rpm      read and write
 *   coil 0                enabled                          read and write
 *   input register 0      speed, rpm
 *   input register 1      temperature, tenths of a degree Celsius
 *   input registers 2, 3  pieces, 32 bits, high word first
 *   discrete input 0      alarm: the bearing is too hot
 * </pre>
 */
final class PressImage extends SimpleProcessImage {
  private static final int FIRST_SET_POINT = 1200;

  private final Press press;
  private final SimpleRegister setPoint = new SimpleRegister(FIRST_SET_POINT);
  private final SimpleDigitalOut enabled = new SimpleDigitalOut(true);
  private final SimpleDigitalIn alarm = new SimpleDigitalIn(false);

  PressImage(Press press) {
    this.press = press;
    addRegister(setPoint);
    addDigitalOut(enabled);
    addDigitalIn(alarm);
    for (InputRegister register : inputs()) {
      addInputRegister(register);
    }
  }

  /** Lets time pass, and shows what became of the press. */
  synchronized void advance(long millis) {
    press.advance(millis, setPoint.toUnsignedShort(), enabled.isSet());
    alarm.set(press.alarm());
    InputRegister[] inputs = inputs();
    for (int i = 0; i < inputs.length; i++) {
      setInputRegister(i, inputs[i]);
    }
  }

  /** The registers of one instant, so that no counter is seen with one word old and one new. */
  @Override
  public synchronized InputRegister[] getInputRegisterRange(int address, int count) {
    return super.getInputRegisterRange(address, count);
  }

  private InputRegister[] inputs() {
    return new InputRegister[] {
      register(press.speed()),
      register(Math.round(press.temperature() * 10)),
      register(press.pieces() >> 16),
      register(press.pieces())
    };
  }

  private static InputRegister register(long value) {
    return new SimpleInputRegister((int) value & 0xffff);
  }
}
