/*
 * A Modbus RTU slave on a pseudo terminal that takes as long as a real line would: a pseudo terminal has no baud rate, so
 * the slave waits out the time of request and answer. Prints "LISTENING <device>" when it is ready, and with each SIGUSR1
 * "requests <count>".
 *
 * rtu-line <baud> <bits per character>
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST = 8, MOST = 256 };

static volatile sig_atomic_t asked;

static void ask(int signal) { asked = signal; }

static uint16_t crc(const uint8_t *data, int length) {
  uint16_t sum = 0xffff;
  for (int i = 0; i < length; i++) {
    sum ^= data[i];
    for (int bit = 0; bit < 8; bit++) sum = sum & 1 ? sum >> 1 ^ 0xa001 : sum >> 1;
  }
  return sum;
}

static void wait_until(const struct timespec *from, long long nanos) {
  struct timespec until = *from;
  until.tv_sec += (until.tv_nsec + nanos) / 1000000000;
  until.tv_nsec = (until.tv_nsec + nanos) % 1000000000;
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) != 0) {
  }
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  long long character = 1000000000LL * atoi(argv[2]) / atoi(argv[1]);
  int line = posix_openpt(O_RDWR | O_NOCTTY);
  grantpt(line);
  unlockpt(line);
  int held = open(ptsname(line), O_RDWR | O_NOCTTY);
  struct termios raw;
  tcgetattr(held, &raw);
  cfmakeraw(&raw);
  tcsetattr(held, TCSANOW, &raw);
  struct sigaction action = {.sa_handler = ask};
  sigaction(SIGUSR1, &action, NULL);
  printf("LISTENING %s\n", ptsname(line));
  fflush(stdout);

  unsigned long long requests = 0;
  uint8_t query[MOST];
  int length = 0;
  struct timespec first;
  for (;;) {
    struct pollfd ready = {.fd = line, .events = POLLIN};
    int what = poll(&ready, 1, length > 0 ? 50 : -1);
    if (asked) {
      asked = 0;
      printf("requests %llu\n", requests);
      fflush(stdout);
    }
    if (what == 0) length = 0;
    if (what <= 0) continue;
    if (length == 0) clock_gettime(CLOCK_MONOTONIC, &first);
    int got = read(line, query + length, REQUEST - length);
    if (got <= 0) return 0;
    length += got;
    if (length < REQUEST) continue;
    length = 0;
    if (crc(query, 6) != (query[6] | query[7] << 8)) continue;
    int registers = query[4] << 8 | query[5];
    uint8_t answer[MOST] = {query[0], query[1], (uint8_t)(2 * registers)};
    int size = 3 + 2 * registers;
    uint16_t sum = crc(answer, size);
    answer[size] = sum & 0xff;
    answer[size + 1] = sum >> 8;
    requests++;
    wait_until(&first, (REQUEST + size + 2) * character + 35 * character / 10);
    if (write(line, answer, size + 2) < 0) return 1;
  }
}
