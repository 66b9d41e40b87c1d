package io.margay.edged.internal.pod;

import io.margay.edged.engine.SecurityContext.Seccomp;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads as whom and with which rights a pod's processes run. */
final class SecurityReader {
  private static final long MOST_ID = 2_147_483_647;
  private static final Map<String, Seccomp.Kind> SECCOMP =
      Words.ordered(
          "RuntimeDefault",
          Seccomp.Kind.RUNTIME_DEFAULT,
          "Unconfined",
          Seccomp.Kind.UNCONFINED,
          "Localhost",
          Seccomp.Kind.LOCALHOST);

  private SecurityReader() {}

  static PodSecurity pod(FieldReader spec) {
    FieldReader context = spec.object("securityContext");
    refuseModules(context);
    if (context.text("supplementalGroupsPolicy").equals("Strict")) {
      context.unsupported("supplementalGroupsPolicy", "Merge");
    }
    Map<String, String> sysctls = new LinkedHashMap<>();
    for (FieldReader sysctl : context.objects("sysctls")) {
      sysctls.put(sysctl.required("name"), sysctl.text("value"));
    }
    return new PodSecurity(
        context.integer("runAsUser", 0, MOST_ID),
        context.integer("runAsGroup", 0, MOST_ID),
        context.flag("runAsNonRoot"),
        context.integers("supplementalGroups"),
        context.integer("fsGroup", 0, MOST_ID),
        context.choice(
            "fsGroupChangePolicy", Words.ordered("Always", false, "OnRootMismatch", true), false),
        sysctls,
        seccomp(context));
  }

  static ContainerSecurity container(FieldReader container) {
    FieldReader context = container.object("securityContext");
    refuseModules(context);
    if (context.text("procMount").equals("Unmasked")) {
      context.unsupported("procMount", "Default");
    }
    FieldReader capabilities = context.object("capabilities");
    boolean privileged = context.flag("privileged", false);
    Boolean escalation = context.flag("allowPrivilegeEscalation");
    if (privileged && Boolean.FALSE.equals(escalation)) {
      context.wrong("allowPrivilegeEscalation", "true with privileged");
    }
    return new ContainerSecurity(
        context.integer("runAsUser", 0, MOST_ID),
        context.integer("runAsGroup", 0, MOST_ID),
        context.flag("runAsNonRoot"),
        privileged,
        escalation,
        context.flag("readOnlyRootFilesystem", false),
        capabilities.texts("add"),
        capabilities.texts("drop"),
        seccomp(context));
  }

  /** Rights that the engine is not told of: a pod that counts on them must not run without. */
  private static void refuseModules(FieldReader context) {
    if (!context.object("seLinuxOptions").data().isEmpty()) {
      context.unsupported("seLinuxOptions", "nothing, as the engine's own are used");
    }
    FieldReader appArmor = context.object("appArmorProfile");
    if (appArmor.text("type").equals("Localhost")) {
      appArmor.unsupported("type", "RuntimeDefault, as the engine's own is used");
    }
  }

  private static @Nullable SeccompProfile seccomp(FieldReader context) {
    if (!context.has("seccompProfile")) {
      return null;
    }
    FieldReader profile = context.object("seccompProfile");
    Seccomp.Kind kind = profile.choice("type", SECCOMP, Seccomp.Kind.UNCONFINED);
    if (!profile.has("type")) {
      profile.wrong("type", "one of " + String.join(", ", SECCOMP.keySet()));
    }
    String file = profile.text("localhostProfile");
    if (kind == Seccomp.Kind.LOCALHOST && !Forms.isRelativePath(file)) {
      profile.wrong("localhostProfile", "a path below the folder of profiles");
    }
    return new SeccompProfile(kind, file);
  }
}
