package io.margay.bus.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the bus, {@code conf/io.margay.bus.cfg}. */
@ObjectClassDefinition(
    name = "Margay message bus",
    description = "Where MQTT clients connect and how much the broker keeps for them")
@interface BusConfig {

  @AttributeDefinition(description = "Address that MQTT clients connect to")
  String host() default "127.0.0.1";

  @AttributeDefinition(description = "TCP port; 0 takes any free one, see bus:status")
  int port() default 1883;

  @AttributeDefinition(description = "Connections at the same time; further ones are closed")
  int maxConnections() default 1000;

  @AttributeDefinition(description = "Largest MQTT packet a client may send, in bytes")
  int maxPacketBytes() default 1_048_576;

  @AttributeDefinition(description = "Seconds within which a new connection must send CONNECT")
  int connectTimeoutSeconds() default 10;

  @AttributeDefinition(description = "Topic filters of one client")
  int maxSubscriptions() default 1000;

  @AttributeDefinition(description = "Messages under way to one client and not yet acknowledged")
  int maxInFlight() default 64;

  @AttributeDefinition(description = "Messages that wait for one slow or absent client")
  int queueMessages() default 10_000;

  @AttributeDefinition(description = "Bytes of memory for what waits for all clients together")
  long queueBytes() default 16_777_216;

  @AttributeDefinition(description = "Absent clients whose sessions are kept")
  int maxAbsentSessions() default 1000;

  @AttributeDefinition(description = "Seconds between two reports on $SYS topics; 0 for none")
  int systemTopicsSeconds() default 10;

  @AttributeDefinition(description = "Topics with a retained message")
  int retainedMessages() default 10_000;

  @AttributeDefinition(description = "Bytes of all retained messages together")
  long retainedBytes() default 8_388_608;
}
