package io.margay.bus;

/** MQTT's quality of service; the ordinal is the number on the wire. */
public enum QoS {
  AT_MOST_ONCE,
  AT_LEAST_ONCE,
  EXACTLY_ONCE
}
