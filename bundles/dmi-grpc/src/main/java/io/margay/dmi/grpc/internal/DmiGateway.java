package io.margay.dmi.grpc.internal;

import io.margay.dmi.DeviceManager;
import io.margay.dmi.DeviceMapper;
import io.margay.dmi.SampleListener;
import io.margay.dmi.SampleListeners;
import io.margay.dmi.access.DeviceHost;
import io.margay.dmi.grpc.internal.mapper.MapperFile;
import io.margay.dmi.grpc.internal.mapper.Node;
import io.margay.dmi.grpc.internal.mapper.PushSide;
import io.margay.dmi.grpc.internal.mapper.Registry;
import io.margay.dmi.grpc.internal.mapper.RemoteMapperRow;
import io.margay.dmi.grpc.internal.socket.DmiSocket;
import io.margay.dmi.grpc.internal.socket.Door;
import io.margay.dmi.grpc.internal.socket.LazyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets mappers in other processes in. A socket that cannot be opened is told, and the node goes on
 * without it.
 */
@Component(service = DmiGateway.class, immediate = true, configurationPid = "io.margay.dmi.grpc")
@Designate(ocd = DmiConfig.class)
public final class DmiGateway implements Registry {
  private static final Logger LOG = LoggerFactory.getLogger(DmiGateway.class);

  private final BundleContext context;
  private final SampleListeners listeners = new SampleListeners(DmiGateway::complain);
  private final @Nullable Door door;
  private final @Nullable LazyServer server;

  /** Begins to listen. */
  @Activate
  public DmiGateway(@Reference DeviceManager manager, DmiConfig config, BundleContext context) {
    this.context = context;
    Path var =
        Path.of(
            Optional.ofNullable(context.getProperty("margay.var"))
                .orElseGet(() -> System.getProperty("java.io.tmpdir", "/tmp")));
    DmiSocket socket = firstOf(SocketPlaces.of(config.socket(), SocketPlaces.KUBEEDGE, var));
    if (socket == null) {
      door = null;
      server = null;
      return;
    }
    server =
        new LazyServer(
            socket.path(),
            new Node(manager, listeners, this, PushSide.of(config.nodePushes()), Clock.systemUTC()),
            new MapperFile(var.resolve("dmi/mappers")));
    door = new Door(socket, server::serve);
    door.open();
    LOG.info("mappers in other processes may register on {}", socket);
    server.startIfKnown();
  }

  private static @Nullable DmiSocket firstOf(List<Path> places) {
    for (Path place : places) {
      try {
        return DmiSocket.open(place);
      } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
        LOG.warn("no mappers of other processes on {}: {}", place, e.toString());
      }
    }
    return null;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "listenerWent")
  void listenerCame(SampleListener listener) {
    listeners.add(listener);
  }

  void listenerWent(SampleListener listener) {
    listeners.remove(listener);
  }

  private static void complain(SampleListener listener, Throwable mistake) {
    LOG.warn("sample listener {} failed; it goes on being told", listener, mistake);
  }

  @Override
  public Runnable publish(DeviceMapper mapper) {
    ServiceRegistration<DeviceMapper> registration =
        context.registerService(
            DeviceMapper.class,
            mapper,
            FrameworkUtil.asDictionary(
                Map.of("protocol", mapper.info().protocol(), "remote", true)));
    return registration::unregister;
  }

  @Override
  public Runnable publish(DeviceHost devices) {
    ServiceRegistration<DeviceHost> registration =
        context.registerService(
            DeviceHost.class, devices, FrameworkUtil.asDictionary(Map.of("remote", true)));
    return registration::unregister;
  }

  /** The mappers, as the shell shows them. */
  List<RemoteMapperRow> mappers() {
    return server == null ? List.of() : server.mappers();
  }

  /** Forgets a mapper; gives whether it was known. */
  boolean forget(String name) {
    return server != null && server.forget(name);
  }

  @Deactivate
  void stop() throws IOException {
    if (door != null && server != null) {
      door.close();
      server.close();
    }
  }
}
