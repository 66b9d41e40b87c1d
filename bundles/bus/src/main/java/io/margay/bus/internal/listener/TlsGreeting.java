package io.margay.bus.internal.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Keeps the certificate that a client has shown, or tells why the handshake failed. */
final class TlsGreeting extends ChannelInboundHandlerAdapter {
  private final SSLEngine engine;
  private final Consumer<String> complaints;

  TlsGreeting(SSLEngine engine, Consumer<String> complaints) {
    this.engine = engine;
    this.complaints = complaints;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        keepCertificate(context);
      } else {
        complaints.accept("TLS handshake failed: " + reason(handshake.cause()));
      }
    }
    context.fireUserEventTriggered(event);
  }

  private void keepCertificate(ChannelHandlerContext context) {
    try {
      Certificate first = engine.getSession().getPeerCertificates()[0];
      context.channel().attr(Entrance.PEER_CERTIFICATE).set((X509Certificate) first);
    } catch (SSLPeerUnverifiedException noneWasShown) {
      context.channel().attr(Entrance.PEER_CERTIFICATE).set(null);
    }
  }

  /** What is no TLS is not repeated: it may be a CONNECT with a password. */
  private static String reason(Throwable failure) {
    return failure instanceof NotSslRecordException
        ? "what came is no TLS"
        : String.valueOf(failure.getMessage());
  }
}
