package io.margay.manifests.internal;

import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell view of the manifests folder: {@code manifests:list}. */
@Component(
    service = ManifestsCommands.class,
    property = {"osgi.command.scope=manifests", "osgi.command.function=list"})
public final class ManifestsCommands {
  private final ManifestFiles manifests;

  @Activate
  public ManifestsCommands(@Reference ManifestFiles manifests) {
    this.manifests = manifests;
  }

  @Descriptor("Lists the files of the manifests folder and how it went. Example: manifests:list")
  public List<FileRow> list() {
    return manifests.files();
  }
}
