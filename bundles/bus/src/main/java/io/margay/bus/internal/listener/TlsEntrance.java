package io.margay.bus.internal.listener;

import io.margay.bus.internal.access.Watched;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 by the JDK. A certificate that is renewed on disk is used for new connections;
 * one that is about to expire is told once a day.
 */
public final class TlsEntrance implements Entrance {
  private static final Logger LOG = LoggerFactory.getLogger(TlsEntrance.class);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final Duration WARNED_BEFORE = Duration.ofDays(30);
  private static final Duration WARNED_EVERY = Duration.ofDays(1);

  private final TlsSettings settings;
  private final Duration handshakeTimeout;
  private final Executor worker;
  private final Clock clock;
  private final Watched<TlsIdentity> identity;
  private Instant nextWarning = Instant.MIN;

  /**
   * Reads the files for the first time.
   *
   * @param worker computes handshakes and reads files; it may refuse work when it has too much
   */
  public TlsEntrance(
      TlsSettings settings, Duration handshakeTimeout, Executor worker, Clock clock) {
    this.settings = settings;
    this.handshakeTimeout = handshakeTimeout;
    this.worker = worker;
    this.clock = clock;
    this.identity =
        new Watched<>(
            settings.files(),
            "nobody can connect by TLS until it is right",
            () -> TlsIdentity.load(settings));
  }

  /** Looks whether the files have changed; called about once a second, by one thread. */
  public void look() {
    identity.look(worker);
    expires().ifPresent(this::warn);
  }

  private void warn(Instant expires) {
    Instant now = clock.instant();
    if (now.isAfter(expires.minus(WARNED_BEFORE)) && now.isAfter(nextWarning)) {
      nextWarning = now.plus(WARNED_EVERY);
      LOG.warn(
          "the certificate {} {} {}; replace the file, no restart is needed",
          settings.certificate(),
          now.isAfter(expires) ? "expired on" : "expires on",
          expires);
    }
  }

  /** When the certificate expires; empty when there is none. */
  public Optional<Instant> expires() {
    return identity.current().map(TlsIdentity::expires);
  }

  /** What is wrong with the files at the moment. */
  public Optional<String> mistake() {
    return identity.mistake();
  }

  @Override
  public boolean ready() {
    return identity.current().isPresent();
  }

  @Override
  public void equip(Channel channel, Consumer<String> complaints) {
    SSLEngine engine = identity.current().orElseThrow().context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    engine.setWantClientAuth(settings.clients() == ClientCertificates.OPTIONAL);
    if (settings.clients() == ClientCertificates.REQUIRED) {
      engine.setNeedClientAuth(true);
    }
    SslHandler handler = new SslHandler(engine, false, worker);
    handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
    channel.pipeline().addLast(handler, new TlsGreeting(engine, complaints));
  }
}
