/*
 * A Modbus RTU slave on libmodbus, for the integration tests: 9600 8N1, unit 7, 1000 of each table, holding register a
 * holds 7000 + a. Prints "LISTENING 0" when it is ready.
 *
 * libmodbus-rtu-server <serial port>
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>

enum { UNIT = 7, SIZE = 1000 };

static int fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, modbus_strerror(errno));
  return 1;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: %s <serial port>\n", argv[0]);
    return 2;
  }
  modbus_t *line = modbus_new_rtu(argv[1], 9600, 'N', 8, 1);
  modbus_mapping_t *tables = modbus_mapping_new(SIZE, SIZE, SIZE, SIZE);
  if (line == NULL || tables == NULL) return fail("start");
  for (int a = 0; a < SIZE; a++) tables->tab_registers[a] = UNIT * 1000 + a;
  modbus_set_slave(line, UNIT);
  if (modbus_connect(line) < 0) return fail("open");
  printf("LISTENING 0\n");
  fflush(stdout);
  for (;;) {
    uint8_t query[MODBUS_RTU_MAX_ADU_LENGTH];
    int length = modbus_receive(line, query);
    if (length > 0) modbus_reply(line, query, length, tables);
  }
}
