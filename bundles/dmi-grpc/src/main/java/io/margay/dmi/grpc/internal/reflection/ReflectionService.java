package io.margay.dmi.grpc.internal.reflection;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.lite.ProtoLiteUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.margay.dmi.grpc.internal.reflection.wire.ErrorResponse;
import io.margay.dmi.grpc.internal.reflection.wire.FileDescriptorResponse;
import io.margay.dmi.grpc.internal.reflection.wire.ListServiceResponse;
import io.margay.dmi.grpc.internal.reflection.wire.ServerReflectionRequest;
import io.margay.dmi.grpc.internal.reflection.wire.ServerReflectionResponse;
import io.margay.dmi.grpc.internal.reflection.wire.ServiceResponse;
import java.util.List;
import java.util.function.Predicate;

/**
 * Answers tools that ask what the socket serves ({@code grpc.reflection.v1} and {@code v1alpha}).
 */
public final class ReflectionService implements StreamObserver<ServerReflectionRequest> {
  private final List<String> services;
  private final StreamObserver<ServerReflectionResponse> answers;

  ReflectionService(List<String> services, StreamObserver<ServerReflectionResponse> answers) {
    this.services = services;
    this.answers = answers;
  }

  /**
   * The service under both of its names.
   *
   * @param services the names of what is served
   */
  public static List<ServerServiceDefinition> definitions(List<String> services) {
    return List.of(
        definition("grpc.reflection.v1.ServerReflection", services),
        definition("grpc.reflection.v1alpha.ServerReflection", services));
  }

  private static ServerServiceDefinition definition(String name, List<String> services) {
    MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> info =
        MethodDescriptor.<ServerReflectionRequest, ServerReflectionResponse>newBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName(name, "ServerReflectionInfo"))
            .setRequestMarshaller(
                ProtoLiteUtils.marshaller(ServerReflectionRequest.getDefaultInstance()))
            .setResponseMarshaller(
                ProtoLiteUtils.marshaller(ServerReflectionResponse.getDefaultInstance()))
            .build();
    return ServerServiceDefinition.builder(name)
        .addMethod(
            info,
            ServerCalls.asyncBidiStreamingCall(answers -> new ReflectionService(services, answers)))
        .build();
  }

  @Override
  public void onNext(ServerReflectionRequest request) {
    ServerReflectionResponse.Builder response =
        ServerReflectionResponse.newBuilder()
            .setValidHost(request.getHost())
            .setOriginalRequest(request);
    switch (request.getMessageRequestCase()) {
      case LIST_SERVICES -> response.setListServicesResponse(list());
      case FILE_BY_FILENAME ->
          files(response, file -> file.name().equals(request.getFileByFilename()));
      case FILE_CONTAINING_SYMBOL ->
          files(response, file -> file.holds(request.getFileContainingSymbol()));
      case MESSAGEREQUEST_NOT_SET ->
          response.setErrorResponse(error(Status.Code.UNIMPLEMENTED, "no such question"));
    }
    answers.onNext(response.build());
  }

  private ListServiceResponse list() {
    ListServiceResponse.Builder list = ListServiceResponse.newBuilder();
    services.forEach(service -> list.addService(ServiceResponse.newBuilder().setName(service)));
    return list.build();
  }

  private static void files(
      ServerReflectionResponse.Builder response, Predicate<Descriptors.File> wanted) {
    FileDescriptorResponse.Builder found = FileDescriptorResponse.newBuilder();
    Descriptors.read().files().stream()
        .filter(wanted)
        .forEach(file -> found.addFileDescriptorProto(file.content()));
    if (found.getFileDescriptorProtoCount() == 0) {
      response.setErrorResponse(error(Status.Code.NOT_FOUND, "no file has it"));
    } else {
      response.setFileDescriptorResponse(found);
    }
  }

  private static ErrorResponse error(Status.Code code, String message) {
    return ErrorResponse.newBuilder().setErrorCode(code.value()).setErrorMessage(message).build();
  }

  @Override
  public void onError(Throwable ended) {
    // the tool went away in the middle of a question
  }

  @Override
  public void onCompleted() {
    answers.onCompleted();
  }
}
