package io.margay.dmi.grpc.internal.mapper;

import com.google.protobuf.MessageLite;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.margay.dmi.grpc.internal.wire.CreateDeviceModelResponse;
import io.margay.dmi.grpc.internal.wire.MapperInfo;
import io.margay.dmi.grpc.internal.wire.MapperRegisterRequest;
import io.margay.dmi.grpc.internal.wire.MapperRegisterResponse;
import io.margay.dmi.grpc.internal.wire.RegisterDeviceResponse;
import io.margay.dmi.grpc.internal.wire.RemoveDeviceModelResponse;
import io.margay.dmi.grpc.internal.wire.RemoveDeviceResponse;
import io.margay.dmi.grpc.internal.wire.ReportDeviceStatusResponse;
import io.margay.dmi.grpc.internal.wire.UpdateDeviceModelResponse;
import io.margay.dmi.grpc.internal.wire.UpdateDeviceResponse;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A mapper as another process would be one: it talks through sockets alone. */
final class FakeMapper implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private final Map<String, Status> refused = new ConcurrentHashMap<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Path own;
  private final Server server;
  private final ManagedChannel node;

  FakeMapper(Path dmi, Path own) throws IOException {
    this.own = own;
    Files.deleteIfExists(own);
    server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(own))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(group)
            .workerEventLoopGroup(group)
            .directExecutor()
            .addTransportFilter(
                new ServerTransportFilter() {
                  @Override
                  public Attributes transportReady(Attributes attributes) {
                    connections.incrementAndGet();
                    return attributes;
                  }
                })
            .addService(
                ServerServiceDefinition.builder("v1beta1.DeviceMapperService")
                    .addMethod(
                        DmiMethods.REGISTER_DEVICE,
                        told(
                            request -> taken("RegisterDevice", request.getDevice().getName()),
                            RegisterDeviceResponse.getDefaultInstance()))
                    .addMethod(
                        DmiMethods.UPDATE_DEVICE,
                        told(
                            request -> "UpdateDevice " + request.getDevice().getName(),
                            UpdateDeviceResponse.getDefaultInstance()))
                    .addMethod(
                        DmiMethods.REMOVE_DEVICE,
                        told(
                            request -> "RemoveDevice " + request.getDeviceName(),
                            RemoveDeviceResponse.getDefaultInstance()))
                    .addMethod(
                        DmiMethods.CREATE_DEVICE_MODEL,
                        told(
                            request -> taken("CreateDeviceModel", request.getModel().getName()),
                            CreateDeviceModelResponse.getDefaultInstance()))
                    .addMethod(
                        DmiMethods.UPDATE_DEVICE_MODEL,
                        told(
                            request -> "UpdateDeviceModel " + request.getModel().getName(),
                            UpdateDeviceModelResponse.getDefaultInstance()))
                    .addMethod(
                        DmiMethods.REMOVE_DEVICE_MODEL,
                        told(
                            request -> "RemoveDeviceModel " + request.getModelName(),
                            RemoveDeviceModelResponse.getDefaultInstance()))
                    .build())
            .build()
            .start();
    node =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(dmi))
            .channelType(NioDomainSocketChannel.class)
            .eventLoopGroup(group)
            .usePlaintext()
            .build();
  }

  private String taken(String call, String name) {
    Status refusal = refused.get(name);
    if (refusal != null) {
      throw refusal.asRuntimeException();
    }
    return call + " " + name;
  }

  private <Q, A> io.grpc.ServerCallHandler<Q, A> told(Function<Q, String> line, A response) {
    return ServerCalls.asyncUnaryCall(
        (request, answer) -> {
          try {
            calls.add(line.apply(request));
            answer.onNext(response);
            answer.onCompleted();
          } catch (RuntimeException e) {
            answer.onError(e);
          }
        });
  }

  /** How often the node has connected. */
  int connections() {
    return connections.get();
  }

  MapperRegisterResponse register(String name, String protocol) {
    return register(name, "v1", protocol);
  }

  MapperRegisterResponse register(String name, String version, String protocol) {
    return call(
        DmiMethods.MAPPER_REGISTER,
        MapperRegisterRequest.newBuilder()
            .setWithData(true)
            .setMapper(
                MapperInfo.newBuilder()
                    .setName(name)
                    .setVersion(version)
                    .setProtocol(protocol)
                    .setAddress(com.google.protobuf.ByteString.copyFromUtf8(own.toString())))
            .build());
  }

  ReportDeviceStatusResponse report(
      io.margay.dmi.grpc.internal.wire.ReportDeviceStatusRequest request) {
    return call(DmiMethods.REPORT_DEVICE_STATUS, request);
  }

  <Q extends MessageLite, A extends MessageLite> A call(MethodDescriptor<Q, A> method, Q request) {
    return ClientCalls.blockingUnaryCall(
        node, method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), request);
  }

  /** Answers a device or a model of this name, when it is new, in this way from now on. */
  void refuse(String name, Status how) {
    refused.put(name, how);
  }

  /** Takes everything from now on. */
  void refuseNobody() {
    refused.clear();
  }

  /** The next call, waited for. */
  String next() throws InterruptedException {
    return String.valueOf(calls.poll(20, TimeUnit.SECONDS));
  }

  boolean heardNothing() {
    return calls.isEmpty();
  }

  @Override
  public void close() throws InterruptedException {
    node.shutdownNow();
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
