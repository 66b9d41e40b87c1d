package io.margay.bus.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the bus, {@code conf/io.margay.bus.cfg}. */
@ObjectClassDefinition(
    name = "Margay message bus",
    description = "Where MQTT clients connect, who may, and how much the broker keeps for them")
@interface BusConfig {

  @AttributeDefinition(description = "Address that MQTT clients connect to")
  String host() default "127.0.0.1";

  @AttributeDefinition(description = "TCP port; 0 takes any free one, see bus:status; -1 none")
  int port() default 1883;

  @AttributeDefinition(description = "Address that MQTT clients connect to by TLS")
  String tls_host() default "127.0.0.1";

  @AttributeDefinition(description = "TCP port for TLS, once there is a certificate; -1 none")
  int tls_port() default 8883;

  @AttributeDefinition(description = "PEM file of the node's certificate and those above it")
  String tls_certificate() default "";

  @AttributeDefinition(description = "PEM file of the certificate's private key, in PKCS#8")
  String tls_key() default "";

  @AttributeDefinition(description = "PEM file of the roots that clients' certificates come from")
  String tls_clientCa() default "";

  @AttributeDefinition(description = "Certificates of clients: none, optional or required")
  String tls_clientCertificates() default "none";

  @AttributeDefinition(description = "Whether a client's certificate says its user name (CN)")
  boolean tls_userFromCertificate() default true;

  @AttributeDefinition(description = "Address that WebSocket clients connect to")
  String ws_host() default "127.0.0.1";

  @AttributeDefinition(description = "TCP port for WebSockets; -1 none")
  int ws_port() default -1;

  @AttributeDefinition(description = "Address that WebSocket clients connect to by TLS")
  String wss_host() default "127.0.0.1";

  @AttributeDefinition(description = "TCP port for WebSockets by TLS; -1 none")
  int wss_port() default -1;

  @AttributeDefinition(description = "Path of the WebSocket")
  String ws_path() default "/mqtt";

  @AttributeDefinition(description = "Origins of web pages that may connect by WebSocket")
  String[] ws_origins() default {};

  @AttributeDefinition(description = "File in conf/ with users and hashes of their passwords")
  String users() default "";

  @AttributeDefinition(description = "File in conf/ with who may read and write which topics")
  String acl() default "";

  @AttributeDefinition(
      description =
          "Clients of this machine without a name: yes, no, or auto: if there are no users")
  String anonymous() default "auto";

  @AttributeDefinition(description = "Connections at the same time; further ones are closed")
  int maxConnections() default 1000;

  @AttributeDefinition(description = "Connections from one other machine; 0 for any number")
  int maxConnectionsPerAddress() default 100;

  @AttributeDefinition(description = "Messages a client may send per second; 0 for any number")
  int maxMessagesPerSecond() default 0;

  @AttributeDefinition(description = "Bytes a client may send per second; 0 for any number")
  long maxBytesPerSecond() default 0;

  @AttributeDefinition(description = "Largest MQTT packet a client may send, in bytes")
  int maxPacketBytes() default 1_048_576;

  @AttributeDefinition(description = "Seconds within which a new connection must send CONNECT")
  int connectTimeoutSeconds() default 10;

  @AttributeDefinition(description = "Topic filters of one client")
  int maxSubscriptions() default 1000;

  @AttributeDefinition(description = "Messages under way to one client and not yet acknowledged")
  int maxInFlight() default 256;

  @AttributeDefinition(description = "Messages that wait for one slow or absent client")
  int queueMessages() default 10_000;

  @AttributeDefinition(description = "Bytes of memory for what waits for all clients together")
  long queueBytes() default 16_777_216;

  @AttributeDefinition(description = "Bytes of memory for what waits for one client")
  long queueBytesPerClient() default 8_388_608;

  @AttributeDefinition(
      description = "Whether messages of QoS 0 wait for absent clients too, in memory only")
  boolean queueQos0() default false;

  @AttributeDefinition(
      description =
          "Seconds after which the session of an absent client is forgotten at the latest")
  long maxSessionExpirySeconds() default 2_592_000;

  @AttributeDefinition(
      description = "Whether sessions and retained messages survive a restart; read at the start")
  boolean persistence() default true;

  @AttributeDefinition(description = "Absent clients whose sessions are kept")
  int maxAbsentSessions() default 1000;

  @AttributeDefinition(description = "Seconds between two reports on $SYS topics; 0 for none")
  int systemTopicsSeconds() default 10;

  @AttributeDefinition(description = "Topics with a retained message")
  int retainedMessages() default 10_000;

  @AttributeDefinition(description = "Bytes of all retained messages together")
  long retainedBytes() default 8_388_608;
}
