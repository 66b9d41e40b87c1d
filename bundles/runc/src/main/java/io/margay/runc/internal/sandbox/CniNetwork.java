package io.margay.runc.internal.sandbox;

import io.margay.edged.engine.EngineException;
import io.margay.meta.JsonText;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Connects sandboxes to a network by CNI plugins (CNI specification 1.0.0, "Execution of Network
 * Configurations"): the first list of the configuration folder, or a bridge of the node's own when
 * there is none.
 */
final class CniNetwork {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LOOPBACK =
      "{\"cniVersion\":\"0.4.0\",\"name\":\"lo\",\"type\":\"loopback\"}";

  /** %s is the folder of the addresses that are given out. */
  private static final String OWN_BRIDGE =
      """
      {"cniVersion":"0.4.0","name":"margay","plugins":[
        {"type":"bridge","bridge":"margay0","isGateway":true,"ipMasq":true,"hairpinMode":true,
         "ipam":{"type":"host-local","dataDir":"%s","ranges":[[{"subnet":"10.87.0.0/16"}]],
                 "routes":[{"dst":"0.0.0.0/0"}]}},
        {"type":"portmap","capabilities":{"portMappings":true}}]}
      """;

  private final Path lists;
  private final Path plugins;
  private final String ownBridge;
  private final Programs programs;

  /**
   * @param lists folder of network configuration lists, usually {@code /etc/cni/net.d}
   * @param plugins folder of the plugins, usually {@code /usr/lib/cni}
   * @param addresses where the node's own bridge notes which it gave out; on a disk that is empty
   *     after a start of the machine
   */
  CniNetwork(Path lists, Path plugins, Path addresses, Programs programs) {
    this.lists = lists;
    this.plugins = plugins;
    this.ownBridge = OWN_BRIDGE.formatted(addresses);
    this.programs = programs;
  }

  /** Why sandboxes cannot have a network now; empty when they can. */
  Optional<String> obstacle() {
    return Stream.of("loopback", "bridge", "host-local")
        .map(plugins::resolve)
        .filter(plugin -> !Files.isExecutable(plugin))
        .findFirst()
        .map(plugin -> "the CNI plugin " + plugin + " is missing");
  }

  /**
   * Gives a sandbox its addresses.
   *
   * @param ports as {@link SandboxRecord#ports()}
   */
  List<String> connect(String sandboxId, Path namespace, List<String> ports) {
    run("ADD", JsonText.read(LOOPBACK), environment(sandboxId, namespace.toString(), "lo"));
    Map<String, String> environment = environment(sandboxId, namespace.toString(), "eth0");
    @Nullable Map<String, Object> result = null;
    for (Map<String, Object> plugin : list(ports)) {
      if (result != null) {
        plugin.put("prevResult", result);
      }
      result = run("ADD", plugin, environment);
    }
    return addresses(result);
  }

  /**
   * Takes the addresses back. Can be repeated, and needs no namespace: plugins release an address
   * even when the namespace is gone (CNI specification 1.0.0, "DEL").
   */
  void disconnect(String sandboxId, Path namespace, List<String> ports) {
    String there = Files.exists(namespace) ? namespace.toString() : "";
    Map<String, String> environment = environment(sandboxId, there, "eth0");
    List<Map<String, Object>> backwards = list(ports);
    Collections.reverse(backwards);
    for (Map<String, Object> plugin : backwards) {
      run("DEL", plugin, environment);
    }
  }

  private Map<String, String> environment(String sandboxId, String namespace, String device) {
    return Map.of(
        "CNI_CONTAINERID",
        sandboxId,
        "CNI_NETNS",
        namespace,
        "CNI_IFNAME",
        device,
        "CNI_PATH",
        plugins.toString());
  }

  private Map<String, Object> run(
      String command, Map<String, Object> plugin, Map<String, String> environment) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("CNI_COMMAND", command);
    String type = String.valueOf(plugin.get("type"));
    Path program = plugins.resolve(type).normalize();
    if (!plugins.equals(program.getParent())) {
      throw new EngineException.Failed("CNI: type \"" + type + "\" is no plugin's name");
    }
    Programs.Outcome outcome =
        programs.run(
            LIMIT, List.of(program.toString()), all, Programs.Input.of(JsonText.write(plugin)));
    if (outcome.timedOut() || outcome.exitCode() != 0) {
      throw new EngineException.Failed(
          "CNI plugin " + type + " (" + command + "): " + reason(outcome));
    }
    return outcome.output().isBlank() ? Map.of() : JsonText.read(outcome.output());
  }

  private static String reason(Programs.Outcome outcome) {
    try {
      return String.valueOf(JsonText.read(outcome.output()).get("msg"));
    } catch (IllegalArgumentException e) {
      return outcome.complaint();
    }
  }

  private static List<String> addresses(@Nullable Map<String, Object> result) {
    List<String> found = new ArrayList<>();
    if (result != null && result.get("ips") instanceof List<?> ips) {
      for (Object ip : ips) {
        String address = String.valueOf(JsonText.object(ip).get("address"));
        found.add(address.replaceFirst("/.*", ""));
      }
    }
    return found;
  }

  /** The plugins' configurations in order, each complete but for the result before it. */
  private List<Map<String, Object>> list(List<String> ports) {
    Map<String, Object> list = JsonText.read(text());
    List<Map<String, Object>> complete = new ArrayList<>();
    if (list.get("plugins") instanceof List<?> plugins) {
      for (Object plugin : plugins) {
        Map<String, Object> one = new LinkedHashMap<>();
        JsonText.object(plugin).forEach((key, value) -> one.put(String.valueOf(key), value));
        one.put("name", list.get("name"));
        one.put("cniVersion", list.get("cniVersion"));
        if (Boolean.TRUE.equals(JsonText.object(one.get("capabilities")).get("portMappings"))) {
          one.put(
              "runtimeConfig",
              Map.of("portMappings", ports.stream().map(CniNetwork::mapping).toList()));
        }
        complete.add(one);
      }
    }
    return complete;
  }

  private static Map<String, Object> mapping(String port) {
    String[] parts = port.split("/", -1);
    Map<String, Object> mapping = new LinkedHashMap<>();
    mapping.put("protocol", parts[0]);
    mapping.put("containerPort", Integer.valueOf(parts[1]));
    mapping.put("hostPort", Integer.valueOf(parts[2]));
    if (!parts[3].isEmpty()) {
      mapping.put("hostIP", parts[3]);
    }
    return mapping;
  }

  private String text() {
    if (!Files.isDirectory(lists)) {
      return ownBridge;
    }
    try (Stream<Path> files = Files.list(lists)) {
      Optional<Path> first =
          files.filter(file -> file.toString().endsWith(".conflist")).sorted().findFirst();
      return first.isPresent() ? Files.readString(first.get()) : ownBridge;
    } catch (IOException e) {
      throw new EngineException.Failed(lists + " cannot be read: " + e.getMessage(), e);
    }
  }
}
