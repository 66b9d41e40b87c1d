/*
 * A plant of Modbus TCP slaves on libmodbus, for the benches: one slave on each of 127.0.0.1, 127.0.0.2 ... at one port,
 * any number of connections to each, no log. Prints "LISTENING <port>" when it is ready; "requests <count>" and the
 * processor time it took, in milliseconds, each time it is sent SIGUSR1.
 *
 * libmodbus-plant <slaves>
 */
#include <arpa/inet.h>
#include <errno.h>
#include <modbus.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ALL = 65536, LISTENER = 1, MOST_READY = 256 };

static volatile sig_atomic_t asked;

static void ask(int signal) { asked = signal; }

static int fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  return 1;
}

static int listen_on(unsigned slave, unsigned short *port) {
  int yes = 1;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(*port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + slave);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 64) < 0) return -1;
  socklen_t size = sizeof address;
  getsockname(fd, (struct sockaddr *)&address, &size);
  *port = ntohs(address.sin_port);
  return fd;
}

static void watch(int poll, int fd, int kind) {
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = (unsigned long)kind << 32 | (unsigned)fd};
  epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
}

int main(int argc, char **argv) {
  int slaves = argc > 1 ? atoi(argv[1]) : 1;
  int poll = epoll_create1(0);
  unsigned short port = 0;
  unsigned long long requests = 0;
  modbus_t *link = modbus_new_tcp("127.0.0.1", 0);
  modbus_mapping_t *tables = modbus_mapping_new(ALL, ALL, ALL, ALL);
  for (int slave = 0; slave < slaves; slave++) {
    int fd = listen_on(slave, &port);
    if (fd < 0) return fail("listen");
    watch(poll, fd, LISTENER);
  }
  struct sigaction action = {.sa_handler = ask};
  sigaction(SIGUSR1, &action, NULL);
  printf("LISTENING %d\n", port);
  fflush(stdout);

  for (;;) {
    if (asked) {
      asked = 0;
      printf("requests %llu %lld\n", requests, clock() * 1000LL / CLOCKS_PER_SEC);
      fflush(stdout);
    }
    struct epoll_event ready[MOST_READY];
    int count = epoll_wait(poll, ready, MOST_READY, -1);
    for (int i = 0; i < count; i++) {
      int fd = (int)(ready[i].data.u64 & 0xffffffff);
      if (ready[i].data.u64 >> 32 == LISTENER) {
        int yes = 1;
        int client = accept(fd, NULL, NULL);
        if (client < 0) continue;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        watch(poll, client, 0);
        continue;
      }
      uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
      modbus_set_socket(link, fd);
      int length = modbus_receive(link, query);
      if (length < 0) {
        close(fd);
      } else if (length > 0) {
        requests++;
        modbus_reply(link, query, length, tables);
      }
    }
  }
}
