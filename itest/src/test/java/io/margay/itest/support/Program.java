package io.margay.itest.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A program that the tests cannot do without; one that is missing fails the test that needs it. */
public enum Program {
  BUSYBOX("busybox", "busybox-static"),
  CONMON("conmon", "conmon runc containernetworking-plugins iptables"),
  CONTAINERD("containerd", "containerd runc containernetworking-plugins iptables"),
  CTR("ctr", "containerd"),
  CURL("curl", "curl"),
  DOCKER_REGISTRY("docker-registry", "docker-registry"),
  FFMPEG("ffmpeg", "ffmpeg"),
  FFPROBE("ffprobe", "ffmpeg"),
  GCC("gcc", "gcc libc6-dev"),
  GO(
      "go",
      "golang-go golang-google-grpc-dev golang-goprotobuf-dev golang-google-genproto-dev protoc-gen-go-1-3"),
  GRPC_PYTHON_PLUGIN("grpc_python_plugin", "protobuf-compiler-grpc"),
  /** Debian's Python with GStreamer's RTSP server. */
  GSTREAMER(
      "/usr/bin/python3",
      "python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good"),
  IP("ip", "iproute2"),
  MARIADB("mariadb", "mariadb-client"),
  MARIADB_INSTALL_DB("mariadb-install-db", "mariadb-server"),
  MARIADB_SERVER("/usr/sbin/mariadbd", "mariadb-server"),
  MBPOLL("mbpoll", "mbpoll"),
  MOSQUITTO("/usr/sbin/mosquitto", "mosquitto"),
  MOSQUITTO_PASSWD("mosquitto_passwd", "mosquitto"),
  MOSQUITTO_PUB("mosquitto_pub", "mosquitto-clients"),
  MOSQUITTO_SUB("mosquitto_sub", "mosquitto-clients"),
  /** With the modules that {@code ./margay test} installs. */
  NODE("node", "nodejs npm g++ make"),
  OPENSSL("openssl", "openssl"),
  PKG_CONFIG("pkg-config", "pkg-config libmodbus-dev"),
  /** Debian's own, which python3-pymodbus belongs to, whatever else is first on the path. */
  PYTHON(
      "/usr/bin/python3",
      "python3-pymodbus python3-serial python3-serial-asyncio python3-paho-mqtt"),
  PROTOC("protoc", "protobuf-compiler libprotobuf-dev"),
  PYTHON_GRPC("/usr/bin/python3", "python3-grpcio python3-protobuf"),
  REDIS_CLI("redis-cli", "redis-tools"),
  REDIS_SERVER("redis-server", "redis-server"),
  SKOPEO("skopeo", "skopeo"),
  SOCAT("socat", "socat"),
  STDBUF("stdbuf", "coreutils");

  private final String file;
  private final String packages;

  Program(String file, String packages) {
    this.file = file;
    this.packages = packages;
  }

  /** What to put on a command line. */
  public String path() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder).resolve(file))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> missing())
        .toString();
  }

  /** The complaint about a program, or what it needs, that is not there. */
  public AssertionError missing() {
    return new AssertionError(file + " or what it needs is not there: apt-get install " + packages);
  }
}
