package io.margay.driver.plc4x.internal.plc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import org.apache.plc4x.java.spi.connection.ChannelFactory;
import org.apache.plc4x.java.transport.udp.UdpChannelFactory;
import org.apache.plc4x.java.transport.udp.UdpTransport;
import org.apache.plc4x.java.transport.udp.UdpTransportConfiguration;

/** PLC4X's UDP, whose event loops the {@link ConnectionContext} knows. */
public final class KnownUdpTransport extends UdpTransport {
  private final ConnectionContext context = ConnectionContext.current();
  private UdpTransportConfiguration configuration = new UdpTransportConfiguration() {};

  @Override
  public void setConfiguration(UdpTransportConfiguration configuration) {
    super.setConfiguration(configuration);
    this.configuration = configuration;
  }

  @Override
  public ChannelFactory createChannelFactory(String place) {
    InetSocketAddress remote = Places.address(place, configuration.getDefaultPort());
    int localPort = Math.max(0, configuration.getLocalPort());
    return new UdpChannelFactory(new InetSocketAddress(localPort), remote) {
      @Override
      public EventLoopGroup getEventLoopGroup() {
        return context.keep(super.getEventLoopGroup());
      }

      @Override
      public void closeEventLoopForChannel(Channel channel) {
        context.endLoops();
      }

      @Override
      public void initializePipeline(ChannelPipeline pipeline) {
        pipeline.addLast(new EveryCloseTold());
      }
    };
  }
}
