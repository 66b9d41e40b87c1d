package io.margay.driver.modbus.internal;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;

/**
 * A request, and how its right answer can be told from a wrong one.
 *
 * @param answerBytes the length of the answer's data, behind its function code
 */
record Query(ModbusRequest request, int answerBytes) {}
