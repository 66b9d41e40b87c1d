package io.margay.dmi.grpc.internal.socket;

import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.ServerCalls.UnaryMethod;
import io.grpc.stub.StreamObserver;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.grpc.internal.mapper.DmiMethods;
import io.margay.dmi.grpc.internal.mapper.RemoteMappers;
import io.margay.dmi.grpc.internal.wire.MapperRegisterRequest;
import io.margay.dmi.grpc.internal.wire.MapperRegisterResponse;
import io.margay.dmi.grpc.internal.wire.ReportDeviceStatesRequest;
import io.margay.dmi.grpc.internal.wire.ReportDeviceStatesResponse;
import io.margay.dmi.grpc.internal.wire.ReportDeviceStatusRequest;
import io.margay.dmi.grpc.internal.wire.ReportDeviceStatusResponse;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code v1beta1.DeviceManagerService}: what mappers call. Each call is worked off before the next
 * one is read, so a mapper that reports too fast waits for its answers; none is refused for that.
 */
final class ManagerService {
  private static final Logger LOG = LoggerFactory.getLogger(ManagerService.class);
  private static final String DEFAULT_NAMESPACE = "default";
  private static final int LONGEST_NAME = 253;

  private final RemoteMappers mappers;

  ManagerService(RemoteMappers mappers) {
    this.mappers = mappers;
  }

  ServerServiceDefinition definition() {
    return ServerServiceDefinition.builder(DmiMethods.MANAGER)
        .addMethod(DmiMethods.MAPPER_REGISTER, ServerCalls.asyncUnaryCall(guarded(this::register)))
        .addMethod(
            DmiMethods.REPORT_DEVICE_STATUS,
            ServerCalls.asyncUnaryCall(guarded(this::reportStatus)))
        .addMethod(
            DmiMethods.REPORT_DEVICE_STATES,
            ServerCalls.asyncUnaryCall(guarded(this::reportStates)))
        .build();
  }

  private void register(
      MapperRegisterRequest request, StreamObserver<MapperRegisterResponse> answer) {
    mappers
        .register(request)
        .whenComplete(
            (response, failure) -> {
              if (failure == null) {
                answer(answer, response);
              } else {
                fail(answer, failure);
              }
            });
  }

  private void reportStatus(
      ReportDeviceStatusRequest request, StreamObserver<ReportDeviceStatusResponse> answer) {
    mappers.report(
        device(request.getDeviceNamespace(), request.getDeviceName()),
        request.getReportedDevice().getTwinsList());
    answer(answer, ReportDeviceStatusResponse.getDefaultInstance());
  }

  private void reportStates(
      ReportDeviceStatesRequest request, StreamObserver<ReportDeviceStatesResponse> answer) {
    mappers.report(
        device(request.getDeviceNamespace(), request.getDeviceName()), state(request.getState()));
    answer(answer, ReportDeviceStatesResponse.getDefaultInstance());
  }

  private static NamespacedName device(String namespace, String name) {
    if (name.isEmpty()) {
      throw refused("deviceName is empty");
    }
    if (name.length() > LONGEST_NAME || namespace.length() > LONGEST_NAME) {
      throw refused("a name of more than " + LONGEST_NAME + " characters names no device");
    }
    return new NamespacedName(namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace, name);
  }

  private static DeviceState state(String word) {
    return Arrays.stream(DeviceState.values())
        .filter(state -> state.toString().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "state is none of "
                        + Arrays.toString(DeviceState.values())
                        + ", the words for how a device is"));
  }

  private static StatusRuntimeException refused(String why) {
    return Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
  }

  private static <Q, A> UnaryMethod<Q, A> guarded(UnaryMethod<Q, A> method) {
    return (request, answer) -> {
      try {
        method.invoke(request, answer);
      } catch (RuntimeException e) {
        fail(answer, e);
      }
    };
  }

  private static void fail(StreamObserver<?> answer, Throwable failure) {
    if (failure instanceof StatusRuntimeException refusal) {
      answer.onError(refusal);
    } else {
      LOG.error("a call of a mapper failed", failure);
      answer.onError(
          Status.INTERNAL
              .withDescription("the node failed; its log says why")
              .asRuntimeException());
    }
  }

  private static <A> void answer(StreamObserver<A> answer, A response) {
    answer.onNext(response);
    answer.onCompleted();
  }
}
