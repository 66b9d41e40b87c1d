package io.margay.shell.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the shell of this node. A socket that cannot be opened is told; the node goes on. */
@Component(
    service = {},
    immediate = true,
    configurationPid = "io.margay.shell")
@Designate(ocd = ShellConfig.class)
public final class ShellComponent {
  private static final Logger LOG = LoggerFactory.getLogger("margay.shell");

  private final @Nullable ShellServer server;

  /** Starts to listen. */
  @Activate
  public ShellComponent(
      @Reference CommandProcessor processor,
      @Reference CommandGuide guide,
      ShellConfig config,
      BundleContext context) {
    Path path = socketPath(config, context);
    ShellServer opened = null;
    try {
      opened = new ShellServer(SocketFile.bind(path), config.sessions(), processor, guide);
      opened.start();
    } catch (IOException e) {
      LOG.error("no shell: {}", e.getMessage());
    }
    this.server = opened;
  }

  /** Closes every shell. */
  @Deactivate
  public void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private static Path socketPath(ShellConfig config, BundleContext context) {
    if (!config.socket().isBlank()) {
      return Path.of(config.socket());
    }
    String var =
        Optional.ofNullable(context.getProperty("margay.var"))
            .orElseGet(() -> System.getProperty("java.io.tmpdir", "/tmp"));
    return Path.of(var, "run", "shell.sock");
  }
}
