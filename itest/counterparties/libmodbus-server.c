/*
 * A Modbus TCP slave on libmodbus, for the integration tests: 65536 of each table, any number of connections, every
 * unit id. Prints "LISTENING <port>" when it is ready.
 *
 * libmodbus-server <port> <request log> [moving]
 *
 *   port     0 lets the system choose
 *   log      one line for each request: <milliseconds> <unit> <function code> <address> <quantity>
 *   moving   holding register 0 counts the requests
 */
#include <arpa/inet.h>
#include <errno.h>
#include <modbus.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

enum { ALL = 65536, MBAP = 7 };

static long long now_millis(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static int word(const uint8_t *query, int at) { return query[at] << 8 | query[at + 1]; }

static void record(FILE *log, const uint8_t *query) {
  int function = query[MBAP];
  int single_write = function == 5 || function == 6;
  fprintf(log, "%lld %d %d %d %d\n", now_millis(), query[MBAP - 1], function, word(query, MBAP + 1),
          single_write ? 1 : word(query, MBAP + 3));
  fflush(log);
}

static int port_of(int listener) {
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  getsockname(listener, (struct sockaddr *)&address, &size);
  return ntohs(address.sin_port);
}

static int fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, modbus_strerror(errno));
  return 1;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: %s <port> <request log> [moving]\n", argv[0]);
    return 2;
  }
  int moving = argc > 3 && strcmp(argv[3], "moving") == 0;
  FILE *log = fopen(argv[2], "w");
  modbus_t *link = modbus_new_tcp("127.0.0.1", atoi(argv[1]));
  modbus_mapping_t *tables = modbus_mapping_new(ALL, ALL, ALL, ALL);
  if (log == NULL || link == NULL || tables == NULL) return fail("start");
  int listener = modbus_tcp_listen(link, 16);
  if (listener < 0) return fail("listen");
  printf("LISTENING %d\n", port_of(listener));
  fflush(stdout);

  fd_set open;
  FD_ZERO(&open);
  FD_SET(listener, &open);
  for (;;) {
    fd_set ready = open;
    if (select(FD_SETSIZE, &ready, NULL, NULL, NULL) < 0) return fail("select");
    for (int fd = 0; fd < FD_SETSIZE; fd++) {
      if (!FD_ISSET(fd, &ready)) continue;
      if (fd == listener) {
        int client = accept(listener, NULL, NULL);
        if (client >= 0) FD_SET(client, &open);
        continue;
      }
      uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
      modbus_set_socket(link, fd);
      int length = modbus_receive(link, query);
      if (length < 0) {
        FD_CLR(fd, &open);
        close(fd);
      } else if (length > 0) {
        record(log, query);
        tables->tab_registers[0] += moving;
        modbus_reply(link, query, length, tables);
      }
    }
  }
}
