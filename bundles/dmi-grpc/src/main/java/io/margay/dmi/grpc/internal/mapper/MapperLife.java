package io.margay.dmi.grpc.internal.mapper;

import com.google.protobuf.ByteString;
import io.margay.dmi.MapperInfo;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.grpc.internal.kept.KeptKnowledge;
import io.margay.dmi.grpc.internal.kept.KeptMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A mapper, its session while its process has one, and its place in the service registry. */
final class MapperLife {
  private final RemoteMapper mapper;
  private final Runnable unpublish;
  private @Nullable MapperSession session;
  private boolean ended;

  /**
   * @param unpublish takes the mapper from the service registry
   */
  MapperLife(RemoteMapper mapper, Runnable unpublish) {
    this.mapper = mapper;
    this.unpublish = unpublish;
  }

  RemoteMapper mapper() {
    return mapper;
  }

  Optional<MapperSession> session() {
    return Optional.ofNullable(session);
  }

  /**
   * The process begins anew; whatever was said to the one before is over. Nothing begins once the
   * life has ended: the answer to a registration may come later than the next one.
   */
  void begin(@Nullable MapperSession next) {
    session().ifPresent(MapperSession::close);
    session = next;
    if (ended) {
      session().ifPresent(MapperSession::close);
      session = null;
    }
  }

  /** It has something else to learn. */
  void look() {
    session().ifPresent(MapperSession::look);
  }

  void end() {
    ended = true;
    unpublish.run();
    begin(null);
  }

  KeptMapper kept() {
    MapperInfo info = mapper.info();
    KeptMapper.Builder kept =
        KeptMapper.newBuilder()
            .setName(info.name())
            .setVersion(info.version())
            .setProtocol(info.protocol());
    session()
        .ifPresent(
            now -> {
              kept.setAddress(now.address().toString());
              knowledge(now.told().devices()).forEach(kept::addDevice);
              knowledge(now.told().models()).forEach(kept::addModel);
            });
    return kept.build();
  }

  /** What a mapper was told before the node ended. */
  static Told told(KeptMapper kept) {
    Told told = new Told();
    kept.getDeviceList().forEach(known -> told.devices().put(name(known), known.getFingerprint()));
    kept.getModelList().forEach(known -> told.models().put(name(known), known.getFingerprint()));
    return told;
  }

  /** Where a mapper took calls before the node ended. */
  static Optional<Path> address(KeptMapper kept) {
    return Optional.of(kept.getAddress()).filter(text -> !text.isEmpty()).map(Path::of);
  }

  private static NamespacedName name(KeptKnowledge known) {
    return new NamespacedName(known.getNamespace(), known.getName());
  }

  private static Stream<KeptKnowledge> knowledge(Map<NamespacedName, ByteString> known) {
    return known.entrySet().stream()
        .map(
            entry ->
                KeptKnowledge.newBuilder()
                    .setNamespace(entry.getKey().namespace())
                    .setName(entry.getKey().name())
                    .setFingerprint(entry.getValue())
                    .build());
  }
}
