package io.margay.bus.internal.bridge;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the way to another broker, {@code conf/io.margay.bus.bridge.cfg}. */
@ObjectClassDefinition(
    name = "Margay bridge to another MQTT broker",
    description =
        "Which broker the node's messages go to and come from besides its own, or instead")
@interface BridgeConfig {

  @AttributeDefinition(
      description =
          "KubeEdge's mqttMode: 0 own broker only, 1 own broker and the other one, 2 the other one"
              + " only")
  int mqttMode() default 0;

  @AttributeDefinition(description = "The other broker: tcp://host:port or ssl://host:port")
  String server() default "tcp://127.0.0.1:1883";

  @AttributeDefinition(description = "How it knows this node; empty: margay-<node name>")
  String clientId() default "";

  @AttributeDefinition(description = "User; empty for none")
  String user() default "";

  @AttributeDefinition(description = "File with the user's password in its first line")
  String passwordFile() default "";

  @AttributeDefinition(
      description = "PEM file with the authorities that may sign for it; empty: Java's own list")
  String caFile() default "";

  @AttributeDefinition(description = "PEM file with this node's certificate; empty for none")
  String certificateFile() default "";

  @AttributeDefinition(description = "PEM file with the certificate's key, PKCS #8")
  String keyFile() default "";

  @AttributeDefinition(
      description =
          "What passes, with commas between:"
              + " pattern [[[out|in|both] qos] local-prefix remote-prefix]")
  String[] topics() default {
    "$hw/events/upload/# in",
    "$hw/events/device/+/+/state/update in",
    "$hw/events/device/+/+/twin/+ in",
    "$hw/events/node/+/membership/get in",
    "SYS/dis/upload_records in",
    "+/user/# in",
    "$hw/events/device/+/+/state/update/result out",
    "$hw/events/device/+/+/twin/+/+ out",
    "$hw/events/device/+/+/updated out",
    "$hw/events/node/+/membership/get/result out",
    "$hw/events/node/+/membership/updated out",
    "$ke/# out"
  };

  @AttributeDefinition(description = "Seconds between signs of life when nothing else is sent")
  int keepAliveSeconds() default 60;

  @AttributeDefinition(description = "Seconds that connecting may take")
  int connectTimeoutSeconds() default 30;

  @AttributeDefinition(description = "Messages under way and not acknowledged")
  int maxInFlight() default 64;

  @AttributeDefinition(description = "The first wait before the broker is tried again, in ms")
  long retryMinMillis() default 1_000;

  @AttributeDefinition(description = "The longest wait before the broker is tried again, in ms")
  long retryMaxMillis() default 60_000;

  @AttributeDefinition(description = "Messages that are stored for it at most")
  long storeMessages() default 100_000;

  @AttributeDefinition(description = "Bytes of messages that are stored for it at most")
  long storeBytes() default 67_108_864;

  @AttributeDefinition(
      description = "Store each message before it is sent, not only while the broker is away")
  boolean storeAll() default false;

  @AttributeDefinition(description = "Store messages of QoS 0 too")
  boolean storeQos0() default false;
}
