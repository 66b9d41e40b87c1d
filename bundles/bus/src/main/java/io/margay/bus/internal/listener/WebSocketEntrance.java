package io.margay.bus.internal.listener;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.List;
import java.util.function.Consumer;

/** MQTT in the binary frames of a WebSocket (MQTT 5.0, chapter 6). */
public final class WebSocketEntrance implements Entrance {
  private static final int LONGEST_LINE = 1_024;
  private static final int LONGEST_HEADERS = 8_192;
  private static final int LONGEST_BODY = 1_024;

  private final String path;
  private final OriginRule origins;
  private final int maxFrameBytes;

  /**
   * Takes WebSockets at one path.
   *
   * @param path where on the server the WebSocket is
   * @param origins web pages that may come, beside those of this node's own address
   * @throws IllegalArgumentException naming the one that is wrong
   */
  public WebSocketEntrance(String path, List<String> origins, int maxFrameBytes) {
    if (!path.startsWith("/") || path.matches(".*[?#\\s].*")) {
      throw new IllegalArgumentException(
          "ws.path: found \"" + path + "\", expected the like of /mqtt");
    }
    this.path = path;
    this.origins = new OriginRule(origins);
    this.maxFrameBytes = maxFrameBytes;
  }

  @Override
  public void equip(Channel channel, Consumer<String> complaints) {
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(LONGEST_LINE, LONGEST_HEADERS, LONGEST_BODY),
            new HttpObjectAggregator(LONGEST_BODY),
            new WebSocketDoor(path, origins, maxFrameBytes, complaints));
  }
}
