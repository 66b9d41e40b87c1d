package io.margay.dmi.grpc.internal.mapper;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.margay.dmi.NamespacedName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a mapper process has been told and so knows: of each device and model, a fingerprint of its
 * description. Used on the loop alone.
 */
final class Told {
  private final Map<NamespacedName, ByteString> models = new HashMap<>();
  private final Map<NamespacedName, ByteString> devices = new HashMap<>();

  Map<NamespacedName, ByteString> models() {
    return models;
  }

  Map<NamespacedName, ByteString> devices() {
    return devices;
  }

  /** The fingerprint of a description; equal for equal ones alone. */
  static ByteString fingerprint(MessageLite description) {
    try {
      return ByteString.copyFrom(
          MessageDigest.getInstance("SHA-256").digest(description.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
