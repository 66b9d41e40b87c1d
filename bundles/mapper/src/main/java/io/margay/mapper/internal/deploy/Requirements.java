package io.margay.mapper.internal.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Says in words for people what an unresolved bundle asks for and nobody offers. */
final class Requirements {
  private static final Pattern LEAST = Pattern.compile("\\(([a-z-]*version)>=([^)]+)\\)");
  private static final Pattern BELOW = Pattern.compile("\\(!\\(([a-z-]*version)>=([^)]+)\\)\\)");
  private static final Pattern EXACT = Pattern.compile("\\(([a-z-]*version)=([^)]+)\\)");

  private final FrameworkWiring framework;
  private final Bundle[] all;

  Requirements(FrameworkWiring framework, Bundle[] all) {
    this.framework = framework;
    this.all = all.clone();
  }

  /** One phrase for each requirement of the bundle that keeps it from resolving. */
  List<String> missing(Bundle bundle) {
    List<String> phrases = new ArrayList<>();
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision != null) {
      for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
        if (isMandatory(requirement)) {
          explain(requirement, phrases);
        }
      }
    }
    return phrases;
  }

  private void explain(BundleRequirement requirement, List<String> phrases) {
    Collection<BundleCapability> providers = framework.findProviders(requirement);
    if (providers.isEmpty()) {
      phrases.add("needs " + words(requirement) + ", " + offered(requirement));
      return;
    }
    boolean anyResolved =
        providers.stream().anyMatch(provider -> provider.getRevision().getWiring() != null);
    if (!anyResolved) {
      String provider = providers.iterator().next().getRevision().getSymbolicName();
      phrases.add(
          "needs " + words(requirement) + " of " + provider + ", which does not resolve either");
    }
  }

  private String offered(BundleRequirement requirement) {
    String namespace = requirement.getNamespace();
    String name = name(requirement);
    TreeSet<String> versions = new TreeSet<>();
    for (Bundle bundle : all) {
      BundleRevision revision = bundle.adapt(BundleRevision.class);
      if (revision == null
          || namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
        continue;
      }
      for (BundleCapability capability : revision.getDeclaredCapabilities(namespace)) {
        if (name.equals(String.valueOf(capability.getAttributes().get(namespace)))) {
          versions.add(version(capability) + " of " + revision.getSymbolicName());
        }
      }
    }
    return versions.isEmpty()
        ? "which no bundle here offers"
        : "but here is only " + String.join(", ", versions);
  }

  private static String version(BundleCapability capability) {
    Object version = capability.getAttributes().get(Constants.VERSION_ATTRIBUTE);
    Object bundleVersion = capability.getAttributes().get(Constants.BUNDLE_VERSION_ATTRIBUTE);
    return String.valueOf(version == null ? bundleVersion : version);
  }

  private static boolean isMandatory(BundleRequirement requirement) {
    var directives = requirement.getDirectives();
    String effective = directives.get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
    boolean forResolving = effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE);
    String resolution = directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
    boolean needed =
        !Namespace.RESOLUTION_OPTIONAL.equals(resolution)
            && !PackageNamespace.RESOLUTION_DYNAMIC.equals(resolution);
    return forResolving && needed;
  }

  private static String words(BundleRequirement requirement) {
    String kind =
        switch (requirement.getNamespace()) {
          case PackageNamespace.PACKAGE_NAMESPACE -> "package";
          case "osgi.wiring.bundle" -> "bundle";
          case HostNamespace.HOST_NAMESPACE -> "host bundle";
          case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> "Java edition";
          default -> requirement.getNamespace();
        };
    return kind + " " + name(requirement) + range(filter(requirement));
  }

  private static String name(BundleRequirement requirement) {
    String attribute = Pattern.quote(requirement.getNamespace());
    Matcher matcher =
        Pattern.compile("\\(" + attribute + "=([^)]+)\\)").matcher(filter(requirement));
    return matcher.find() ? matcher.group(1) : filter(requirement);
  }

  private static String range(String filter) {
    Matcher exact = EXACT.matcher(filter);
    if (exact.find()) {
      return " " + shortened(exact.group(2));
    }
    Matcher below = BELOW.matcher(filter);
    String most = below.find() ? shortened(below.group(2)) : "";
    Matcher least = LEAST.matcher(below.replaceAll(""));
    if (!least.find()) {
      return most.isEmpty() ? "" : " [0," + most + ")";
    }
    String from = shortened(least.group(2));
    return most.isEmpty() ? " " + from + " or later" : " [" + from + "," + most + ")";
  }

  private static String shortened(String version) {
    return version.replaceFirst("(\\.0){1,2}$", "");
  }

  private static String filter(BundleRequirement requirement) {
    return requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
  }
}
