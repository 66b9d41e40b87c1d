package io.margay.driver.plc4x.internal.plc;

import io.margay.driver.plc4x.internal.library.Protocol;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import org.apache.plc4x.java.spi.connection.ChannelFactory;
import org.apache.plc4x.java.transport.tcp.DefaultTcpTransportConfiguration;
import org.apache.plc4x.java.transport.tcp.TcpChannelFactory;
import org.apache.plc4x.java.transport.tcp.TcpTransport;
import org.apache.plc4x.java.transport.tcp.TcpTransportConfiguration;

/** PLC4X's TCP, whose event loops the {@link ConnectionContext} knows. */
public final class KnownTcpTransport extends TcpTransport {
  private final ConnectionContext context = ConnectionContext.current();
  private TcpTransportConfiguration configuration = new DefaultTcpTransportConfiguration();

  @Override
  public void setConfiguration(TcpTransportConfiguration configuration) {
    super.setConfiguration(configuration);
    this.configuration = configuration;
  }

  @Override
  public ChannelFactory createChannelFactory(String place) {
    InetSocketAddress address = Places.address(place, configuration.getDefaultPort());
    TcpChannelFactory factory =
        new TcpChannelFactory(address) {
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
            if (context.protocol() == Protocol.S7) {
              pipeline.addLast(S7FailedItems.framed(), new S7FailedItems());
            }
          }
        };
    factory.setConfiguration(configuration);
    return factory;
  }
}
