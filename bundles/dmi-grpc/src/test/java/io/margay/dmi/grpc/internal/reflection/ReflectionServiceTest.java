package io.margay.dmi.grpc.internal.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import io.margay.dmi.grpc.internal.reflection.wire.ServerReflectionRequest;
import io.margay.dmi.grpc.internal.reflection.wire.ServerReflectionResponse;
import io.margay.dmi.grpc.internal.reflection.wire.ServiceResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReflectionServiceTest {
  private static final List<String> SERVICES = List.of("v1beta1.DeviceManagerService");

  @Test
  void aToolIsToldTheServices() {
    assertThat(
            ask(ServerReflectionRequest.newBuilder().setListServices("*"))
                .getListServicesResponse()
                .getServiceList())
        .extracting(ServiceResponse::getName)
        .containsExactlyElementsOf(SERVICES);
  }

  @Test
  void theFileOfASymbolAndWhatItImportsAreThere() {
    ServerReflectionResponse symbol =
        ask(
            ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("v1beta1.DeviceManagerService"));
    ServerReflectionResponse imported =
        ask(ServerReflectionRequest.newBuilder().setFileByFilename("google/protobuf/any.proto"));

    assertThat(symbol.getFileDescriptorResponse().getFileDescriptorProtoList()).hasSize(1);
    assertThat(symbol.getFileDescriptorResponse().getFileDescriptorProto(0).toStringUtf8())
        .contains("MapperRegister");
    assertThat(imported.getFileDescriptorResponse().getFileDescriptorProtoList()).hasSize(1);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(
            ask(ServerReflectionRequest.newBuilder().setFileByFilename("../etc/passwd"))
                .getErrorResponse()
                .getErrorCode())
        .isEqualTo(5);
  }

  @Test
  void bothNamesOfTheServiceAreServed() {
    assertThat(ReflectionService.definitions(SERVICES))
        .flatExtracting(ServerServiceDefinition::getMethods)
        .extracting(ServerMethodDefinition::getMethodDescriptor)
        .hasSize(2);
  }

  private static ServerReflectionResponse ask(ServerReflectionRequest.Builder question) {
    List<ServerReflectionResponse> answers = new ArrayList<>();
    new ReflectionService(SERVICES, new Collected(answers)).onNext(question.build());
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private record Collected(List<ServerReflectionResponse> answers)
      implements StreamObserver<ServerReflectionResponse> {
    @Override
    public void onNext(ServerReflectionResponse answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onCompleted() {
      // nothing more is asked
    }
  }
}
