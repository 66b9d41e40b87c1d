/*
 * The yardstick of the benches: reads holding registers over one Modbus TCP connection with libmodbus, one request after
 * the other, and prints "<requests> <seconds> <best requests per second of 100 ms> <p50 us> <p99 us>".
 *
 * libmodbus-client <port> <registers> <seconds>
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WINDOW_NANOS = 100000000, MOST_MICROS = 100000 };

static long long nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static int quantile(const unsigned *histogram, long long total, double share) {
  long long seen = 0;
  for (int micros = 0; micros < MOST_MICROS; micros++) {
    seen += histogram[micros];
    if (seen >= total * share) return micros;
  }
  return MOST_MICROS;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  int registers = atoi(argv[2]);
  uint16_t values[MODBUS_MAX_READ_REGISTERS];
  static unsigned histogram[MOST_MICROS + 1];
  modbus_t *link = modbus_new_tcp("127.0.0.1", atoi(argv[1]));
  modbus_set_slave(link, 1);
  if (modbus_connect(link) < 0) {
    fprintf(stderr, "connect: %s\n", modbus_strerror(errno));
    return 1;
  }
  long long begin = nanos(), end = begin + atoi(argv[3]) * 1000000000LL;
  long long now = begin, window = begin, requests = 0, in_window = 0, best = 0;
  while (now < end) {
    if (modbus_read_registers(link, 0, registers, values) != registers) {
      fprintf(stderr, "read: %s\n", modbus_strerror(errno));
      return 1;
    }
    long long done = nanos();
    long long micros = (done - now) / 1000;
    histogram[micros < MOST_MICROS ? micros : MOST_MICROS]++;
    now = done;
    requests++;
    in_window++;
    if (now - window >= WINDOW_NANOS) {
      long long rate = in_window * 1000000000LL / (now - window);
      if (rate > best) best = rate;
      window = now;
      in_window = 0;
    }
  }
  printf("%lld %.3f %lld %d %d\n", requests, (now - begin) / 1e9, best, quantile(histogram, requests, 0.5),
         quantile(histogram, requests, 0.99));
  return 0;
}
