package io.margay.driver.modbus.internal.wire;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import io.margay.dmi.driver.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A serial port, RS-232 or RS-485. */
final class SerialLine implements Line {
  /** The library waits in tenths of a second; what is shorter is waited for here. */
  private static final int SLICE_MILLIS = 100;

  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final SerialPort port;
  private final boolean echo;

  private SerialLine(SerialPort port, boolean echo) {
    this.port = port;
    this.echo = echo;
  }

  static SerialLine open(SerialSettings settings) throws BrokenConnectionException {
    SerialPort port;
    try {
      port = SerialPort.getCommPort(settings.port());
    } catch (SerialPortInvalidPortException e) {
      throw BrokenConnectionException.because("there is no serial port " + settings.port());
    } catch (NoClassDefFoundError e) {
      throw BrokenConnectionException.because(
          "serial ports need the bundle com.fazecast.jSerialComm, which is not installed");
    }
    SerialSettings.Rs485 rs485 = settings.rs485();
    port.setComPortParameters(
        settings.baudRate(),
        settings.dataBits(),
        settings.stopBits() == 2 ? SerialPort.TWO_STOP_BITS : SerialPort.ONE_STOP_BIT,
        switch (settings.parity()) {
          case NONE -> SerialPort.NO_PARITY;
          case EVEN -> SerialPort.EVEN_PARITY;
          case ODD -> SerialPort.ODD_PARITY;
        });
    if (rs485.enabled()) {
      port.setRs485ModeParameters(
          true,
          rs485.activeHigh(),
          rs485.termination(),
          rs485.receiveDuringSend(),
          rs485.delayBeforeMicros(),
          rs485.delayAfterMicros());
    }
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SLICE_MILLIS, 0);
    if (!port.openPort(0)) {
      throw BrokenConnectionException.because(
          "serial port %s cannot be opened: it is not there, taken by another program, or not allowed (error %d)"
              .formatted(settings.port(), port.getLastErrorCode()));
    }
    return new SerialLine(port, rs485.echo());
  }

  @Override
  public void write(byte[] frame) throws IOException {
    for (int sent = 0; sent < frame.length; ) {
      int count = port.writeBytes(frame, frame.length - sent, sent);
      if (count <= 0) {
        throw new IOException("serial port " + port.getSystemPortPath() + " takes no more bytes");
      }
      sent += count;
    }
    if (echo) {
      dropEcho(frame);
    }
  }

  @Override
  public int read(byte[] into, int offset, int length, Deadline deadline) throws IOException {
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      int waiting = port.bytesAvailable();
      long millis = deadline.remainingMillis();
      if (waiting < 0) {
        return -1;
      }
      if (waiting == 0 && millis == 0) {
        throw new SocketTimeoutException("the deadline has passed");
      }
      if (waiting == 0 && millis < 2 * SLICE_MILLIS) {
        LockSupport.parkNanos(NAP_NANOS);
        continue;
      }
      int wanted = waiting == 0 ? 1 : Math.min(waiting, length);
      int count = port.readBytes(into, wanted, offset);
      if (count != 0) {
        return count;
      }
    }
  }

  @Override
  public void drain() throws IOException {
    byte[] late = new byte[256];
    for (int waiting = port.bytesAvailable(); waiting != 0; waiting = port.bytesAvailable()) {
      if (waiting < 0 || port.readBytes(late, Math.min(waiting, late.length)) < 0) {
        throw new IOException("serial port " + port.getSystemPortPath() + " is gone");
      }
    }
  }

  @Override
  public boolean outlivesFailures() {
    return port.isOpen();
  }

  @Override
  public void close() {
    port.closePort();
  }

  /** Takes back what a two-wire adapter hears of its own sending. */
  private void dropEcho(byte[] frame) throws IOException {
    byte[] heard = new byte[frame.length];
    Deadline deadline = Deadline.in(java.time.Duration.ofSeconds(1));
    for (int length = 0; length < heard.length; ) {
      int count = read(heard, length, heard.length - length, deadline);
      if (count <= 0) {
        throw new IOException("serial port " + port.getSystemPortPath() + " is gone");
      }
      length += count;
    }
    if (!Arrays.equals(heard, frame)) {
      throw new IOException("what was sent came back changed: another device spoke meanwhile");
    }
  }
}
