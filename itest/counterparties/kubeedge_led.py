#!/usr/bin/env python3
"""A lamp's mapper as KubeEdge's users wrote them before KubeEdge 1.16.

It knows KubeEdge's MQTT topics without a namespace and nothing of Margay: it says that the lamp is
online, asks for the twin again and again, and switches the lamp when the expected value is not the
actual one. Usage: kubeedge_led.py PORT DEVICE NODE
"""
import json
import sys
import time

import paho.mqtt.client as mqtt

PORT, DEVICE, NODE = int(sys.argv[1]), sys.argv[2], sys.argv[3]
ROOT = "$hw/events/device/" + DEVICE
MEMBERSHIP = "$hw/events/node/" + NODE + "/membership/get"
PROPERTY = "power-status"


def say(*words):
    print(*words, flush=True)


def on_connect(client, userdata, flags, code):
    for topic in (
        ROOT + "/twin/get/result",
        ROOT + "/twin/update/result",
        ROOT + "/twin/update/document",
        ROOT + "/state/update/result",
        MEMBERSHIP + "/result",
    ):
        client.subscribe(topic, 1)


def on_subscribe(client, userdata, mid, granted):
    userdata["granted"] += 1
    if userdata["granted"] == 5:
        client.publish(ROOT + "/state/update", json.dumps({"state": "online"}))
        client.publish(MEMBERSHIP, json.dumps({"event_id": "", "timestamp": 0}))


def value(twin, side):
    there = twin.get(side)
    return there.get("value") if there else None


def equate(client, twin):
    expected, actual = value(twin, "expected"), value(twin, "actual")
    if expected is None or expected == actual:
        return
    say("turning", expected)
    update = {PROPERTY: {"actual": {"value": expected}, "metadata": {"type": "Updated"}}}
    message = {"event_id": "", "timestamp": 0, "twin": update}
    client.publish(ROOT + "/twin/update", json.dumps(message))


def on_message(client, userdata, message):
    content = json.loads(message.payload)
    if "code" in content:
        say("refused", message.topic, content["code"], content["reason"])
    elif message.topic.endswith("/state/update/result"):
        say("state", content["device"]["name"], content["device"]["state"])
    elif message.topic.endswith("/membership/get/result"):
        say("members", *sorted(device["name"] for device in content["devices"]))
    elif message.topic.endswith("/twin/get/result"):
        equate(client, content["twin"][PROPERTY])
    elif message.topic.endswith("/twin/update/document"):
        current = content["twin"][PROPERTY]["current"]
        say("document", value(current, "expected"), value(current, "actual"))


def main():
    client = mqtt.Client(client_id="eventbus", userdata={"granted": 0})
    client.on_connect = on_connect
    client.on_subscribe = on_subscribe
    client.on_message = on_message
    client.connect("127.0.0.1", PORT)
    client.loop_start()
    while True:
        client.publish(ROOT + "/twin/get", json.dumps({"event_id": "", "timestamp": 0}))
        time.sleep(0.2)


main()
