package io.margay.dmi.grpc.internal.mapper;

import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.lite.ProtoLiteUtils;
import io.margay.dmi.grpc.internal.wire.CreateDeviceModelRequest;
import io.margay.dmi.grpc.internal.wire.CreateDeviceModelResponse;
import io.margay.dmi.grpc.internal.wire.MapperRegisterRequest;
import io.margay.dmi.grpc.internal.wire.MapperRegisterResponse;
import io.margay.dmi.grpc.internal.wire.RegisterDeviceRequest;
import io.margay.dmi.grpc.internal.wire.RegisterDeviceResponse;
import io.margay.dmi.grpc.internal.wire.RemoveDeviceModelRequest;
import io.margay.dmi.grpc.internal.wire.RemoveDeviceModelResponse;
import io.margay.dmi.grpc.internal.wire.RemoveDeviceRequest;
import io.margay.dmi.grpc.internal.wire.RemoveDeviceResponse;
import io.margay.dmi.grpc.internal.wire.ReportDeviceStatesRequest;
import io.margay.dmi.grpc.internal.wire.ReportDeviceStatesResponse;
import io.margay.dmi.grpc.internal.wire.ReportDeviceStatusRequest;
import io.margay.dmi.grpc.internal.wire.ReportDeviceStatusResponse;
import io.margay.dmi.grpc.internal.wire.UpdateDeviceModelRequest;
import io.margay.dmi.grpc.internal.wire.UpdateDeviceModelResponse;
import io.margay.dmi.grpc.internal.wire.UpdateDeviceRequest;
import io.margay.dmi.grpc.internal.wire.UpdateDeviceResponse;

/** The methods of DMI v1beta1, as gRPC calls them: all of them unary. */
public final class DmiMethods {
  /** What the node serves. */
  public static final String MANAGER = "v1beta1.DeviceManagerService";

  private static final String MAPPER = "v1beta1.DeviceMapperService";

  public static final MethodDescriptor<MapperRegisterRequest, MapperRegisterResponse>
      MAPPER_REGISTER =
          unary(
              MANAGER,
              "MapperRegister",
              MapperRegisterRequest.getDefaultInstance(),
              MapperRegisterResponse.getDefaultInstance());

  public static final MethodDescriptor<ReportDeviceStatusRequest, ReportDeviceStatusResponse>
      REPORT_DEVICE_STATUS =
          unary(
              MANAGER,
              "ReportDeviceStatus",
              ReportDeviceStatusRequest.getDefaultInstance(),
              ReportDeviceStatusResponse.getDefaultInstance());

  public static final MethodDescriptor<ReportDeviceStatesRequest, ReportDeviceStatesResponse>
      REPORT_DEVICE_STATES =
          unary(
              MANAGER,
              "ReportDeviceStates",
              ReportDeviceStatesRequest.getDefaultInstance(),
              ReportDeviceStatesResponse.getDefaultInstance());

  static final MethodDescriptor<RegisterDeviceRequest, RegisterDeviceResponse> REGISTER_DEVICE =
      unary(
          MAPPER,
          "RegisterDevice",
          RegisterDeviceRequest.getDefaultInstance(),
          RegisterDeviceResponse.getDefaultInstance());

  static final MethodDescriptor<RemoveDeviceRequest, RemoveDeviceResponse> REMOVE_DEVICE =
      unary(
          MAPPER,
          "RemoveDevice",
          RemoveDeviceRequest.getDefaultInstance(),
          RemoveDeviceResponse.getDefaultInstance());

  static final MethodDescriptor<UpdateDeviceRequest, UpdateDeviceResponse> UPDATE_DEVICE =
      unary(
          MAPPER,
          "UpdateDevice",
          UpdateDeviceRequest.getDefaultInstance(),
          UpdateDeviceResponse.getDefaultInstance());

  static final MethodDescriptor<CreateDeviceModelRequest, CreateDeviceModelResponse>
      CREATE_DEVICE_MODEL =
          unary(
              MAPPER,
              "CreateDeviceModel",
              CreateDeviceModelRequest.getDefaultInstance(),
              CreateDeviceModelResponse.getDefaultInstance());

  static final MethodDescriptor<RemoveDeviceModelRequest, RemoveDeviceModelResponse>
      REMOVE_DEVICE_MODEL =
          unary(
              MAPPER,
              "RemoveDeviceModel",
              RemoveDeviceModelRequest.getDefaultInstance(),
              RemoveDeviceModelResponse.getDefaultInstance());

  static final MethodDescriptor<UpdateDeviceModelRequest, UpdateDeviceModelResponse>
      UPDATE_DEVICE_MODEL =
          unary(
              MAPPER,
              "UpdateDeviceModel",
              UpdateDeviceModelRequest.getDefaultInstance(),
              UpdateDeviceModelResponse.getDefaultInstance());

  private DmiMethods() {}

  private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> unary(
      String service, String method, Q request, A response) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
        .setRequestMarshaller(ProtoLiteUtils.marshaller(request))
        .setResponseMarshaller(ProtoLiteUtils.marshaller(response))
        .build();
  }
}
