package io.margay.cri.internal.rpc;

import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.lite.ProtoLiteUtils;
import io.margay.cri.internal.wire.Cri;

/** The methods of CRI's two services, as far as they are called (k8s.io/cri-api, runtime.v1). */
public final class CriMethods {
  public static final MethodDescriptor<Cri.VersionRequest, Cri.VersionResponse> VERSION =
      runtime(
          "Version",
          Cri.VersionRequest.getDefaultInstance(),
          Cri.VersionResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.StatusRequest, Cri.StatusResponse> STATUS =
      runtime(
          "Status",
          Cri.StatusRequest.getDefaultInstance(),
          Cri.StatusResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.RunPodSandboxRequest, Cri.RunPodSandboxResponse>
      RUN_POD_SANDBOX =
          runtime(
              "RunPodSandbox",
              Cri.RunPodSandboxRequest.getDefaultInstance(),
              Cri.RunPodSandboxResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.StopPodSandboxRequest, Cri.StopPodSandboxResponse>
      STOP_POD_SANDBOX =
          runtime(
              "StopPodSandbox",
              Cri.StopPodSandboxRequest.getDefaultInstance(),
              Cri.StopPodSandboxResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.RemovePodSandboxRequest, Cri.RemovePodSandboxResponse>
      REMOVE_POD_SANDBOX =
          runtime(
              "RemovePodSandbox",
              Cri.RemovePodSandboxRequest.getDefaultInstance(),
              Cri.RemovePodSandboxResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.PodSandboxStatusRequest, Cri.PodSandboxStatusResponse>
      POD_SANDBOX_STATUS =
          runtime(
              "PodSandboxStatus",
              Cri.PodSandboxStatusRequest.getDefaultInstance(),
              Cri.PodSandboxStatusResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.ListPodSandboxRequest, Cri.ListPodSandboxResponse>
      LIST_POD_SANDBOX =
          runtime(
              "ListPodSandbox",
              Cri.ListPodSandboxRequest.getDefaultInstance(),
              Cri.ListPodSandboxResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.CreateContainerRequest, Cri.CreateContainerResponse>
      CREATE_CONTAINER =
          runtime(
              "CreateContainer",
              Cri.CreateContainerRequest.getDefaultInstance(),
              Cri.CreateContainerResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.StartContainerRequest, Cri.StartContainerResponse>
      START_CONTAINER =
          runtime(
              "StartContainer",
              Cri.StartContainerRequest.getDefaultInstance(),
              Cri.StartContainerResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.StopContainerRequest, Cri.StopContainerResponse>
      STOP_CONTAINER =
          runtime(
              "StopContainer",
              Cri.StopContainerRequest.getDefaultInstance(),
              Cri.StopContainerResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.RemoveContainerRequest, Cri.RemoveContainerResponse>
      REMOVE_CONTAINER =
          runtime(
              "RemoveContainer",
              Cri.RemoveContainerRequest.getDefaultInstance(),
              Cri.RemoveContainerResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.ListContainersRequest, Cri.ListContainersResponse>
      LIST_CONTAINERS =
          runtime(
              "ListContainers",
              Cri.ListContainersRequest.getDefaultInstance(),
              Cri.ListContainersResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.ContainerStatusRequest, Cri.ContainerStatusResponse>
      CONTAINER_STATUS =
          runtime(
              "ContainerStatus",
              Cri.ContainerStatusRequest.getDefaultInstance(),
              Cri.ContainerStatusResponse.getDefaultInstance());

  public static final MethodDescriptor<
          Cri.UpdateContainerResourcesRequest, Cri.UpdateContainerResourcesResponse>
      UPDATE_CONTAINER_RESOURCES =
          runtime(
              "UpdateContainerResources",
              Cri.UpdateContainerResourcesRequest.getDefaultInstance(),
              Cri.UpdateContainerResourcesResponse.getDefaultInstance());

  public static final MethodDescriptor<
          Cri.ReopenContainerLogRequest, Cri.ReopenContainerLogResponse>
      REOPEN_CONTAINER_LOG =
          runtime(
              "ReopenContainerLog",
              Cri.ReopenContainerLogRequest.getDefaultInstance(),
              Cri.ReopenContainerLogResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.ExecSyncRequest, Cri.ExecSyncResponse> EXEC_SYNC =
      runtime(
          "ExecSync",
          Cri.ExecSyncRequest.getDefaultInstance(),
          Cri.ExecSyncResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.ExecRequest, Cri.ExecResponse> EXEC =
      runtime("Exec", Cri.ExecRequest.getDefaultInstance(), Cri.ExecResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.AttachRequest, Cri.AttachResponse> ATTACH =
      runtime(
          "Attach",
          Cri.AttachRequest.getDefaultInstance(),
          Cri.AttachResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.PortForwardRequest, Cri.PortForwardResponse>
      PORT_FORWARD =
          runtime(
              "PortForward",
              Cri.PortForwardRequest.getDefaultInstance(),
              Cri.PortForwardResponse.getDefaultInstance());

  public static final MethodDescriptor<
          Cri.ListContainerStatsRequest, Cri.ListContainerStatsResponse>
      LIST_CONTAINER_STATS =
          runtime(
              "ListContainerStats",
              Cri.ListContainerStatsRequest.getDefaultInstance(),
              Cri.ListContainerStatsResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.GetEventsRequest, Cri.ContainerEventResponse>
      GET_CONTAINER_EVENTS =
          method(
              MethodType.SERVER_STREAMING,
              "RuntimeService/GetContainerEvents",
              Cri.GetEventsRequest.getDefaultInstance(),
              Cri.ContainerEventResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.ListImagesRequest, Cri.ListImagesResponse> LIST_IMAGES =
      images(
          "ListImages",
          Cri.ListImagesRequest.getDefaultInstance(),
          Cri.ListImagesResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.ImageStatusRequest, Cri.ImageStatusResponse>
      IMAGE_STATUS =
          images(
              "ImageStatus",
              Cri.ImageStatusRequest.getDefaultInstance(),
              Cri.ImageStatusResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.PullImageRequest, Cri.PullImageResponse> PULL_IMAGE =
      images(
          "PullImage",
          Cri.PullImageRequest.getDefaultInstance(),
          Cri.PullImageResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.RemoveImageRequest, Cri.RemoveImageResponse>
      REMOVE_IMAGE =
          images(
              "RemoveImage",
              Cri.RemoveImageRequest.getDefaultInstance(),
              Cri.RemoveImageResponse.getDefaultInstance());

  public static final MethodDescriptor<Cri.ImageFsInfoRequest, Cri.ImageFsInfoResponse>
      IMAGE_FS_INFO =
          images(
              "ImageFsInfo",
              Cri.ImageFsInfoRequest.getDefaultInstance(),
              Cri.ImageFsInfoResponse.getDefaultInstance());

  private CriMethods() {}

  private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> runtime(
      String name, Q request, A response) {
    return method(MethodType.UNARY, "RuntimeService/" + name, request, response);
  }

  private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> images(
      String name, Q request, A response) {
    return method(MethodType.UNARY, "ImageService/" + name, request, response);
  }

  private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> method(
      MethodType type, String path, Q request, A response) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(type)
        .setFullMethodName("runtime.v1." + path)
        .setRequestMarshaller(ProtoLiteUtils.marshaller(request))
        .setResponseMarshaller(ProtoLiteUtils.marshaller(response))
        .build();
  }
}
