package io.margay.deviceapi.internal;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.margay.dmi.NamespacedName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Finds what a path means: KubeEdge's routes and ours beside them. */
final class Routes {
  private static final String NOWHERE =
      "no such path; expected /api/v1/ping, /api/v1/device/…, /api/v1/devicemethod/…,"
          + " /api/v1/meta/model/… or /api/v1/database/…";

  private final Properties properties;
  private final Methods methods;
  private final Memory memory;

  Routes(Properties properties, Methods methods, Memory memory) {
    this.properties = properties;
    this.methods = methods;
    this.memory = memory;
  }

  /** Answers a request, at once or when the device has. */
  CompletionStage<Reply> answer(Request request) {
    List<String> path = request.path();
    if (path.size() < 3 || !path.get(0).equals("api") || !path.get(1).equals("v1")) {
      throw new ApiException(404, NOWHERE);
    }
    List<String> rest = path.subList(3, path.size());
    return switch (path.get(2)) {
      case "ping" -> ping(request, rest);
      case "device" -> device(request, rest);
      case "devicemethod" -> method(request, rest);
      case "meta" -> model(request, rest);
      case "database" -> history(request, rest);
      default -> throw new ApiException(404, NOWHERE);
    };
  }

  private static CompletionStage<Reply> ping(Request request, List<String> rest) {
    expect(rest.isEmpty());
    onlyGet(request).allowing();
    return completedFuture(Reply.message(200, "This is v1 API, the server is running normally."));
  }

  private CompletionStage<Reply> device(Request request, List<String> rest) {
    expect(rest.size() == 2 || rest.size() == 3);
    if (rest.size() == 2) {
      return properties.readAll(name(rest), onlyGet(request));
    }
    return request.isPost()
        ? properties.write(name(rest), rest.get(2), request)
        : properties.read(name(rest), rest.get(2), request);
  }

  private CompletionStage<Reply> method(Request request, List<String> rest) {
    return switch (rest.size()) {
      case 2 -> methods.list(name(rest), onlyGet(request));
      case 3 -> methods.call(name(rest), rest.get(2), onlyPost(request));
      case 5 -> methods.write(name(rest), rest.get(2), rest.get(3), rest.get(4), onlyGet(request));
      default -> throw new ApiException(404, NOWHERE);
    };
  }

  private CompletionStage<Reply> model(Request request, List<String> rest) {
    expect(rest.size() == 3 && rest.get(0).equals("model"));
    return memory.model(name(rest.subList(1, 3)), onlyGet(request));
  }

  private CompletionStage<Reply> history(Request request, List<String> rest) {
    expect(rest.size() == 2);
    return memory.history(name(rest), onlyGet(request));
  }

  private static NamespacedName name(List<String> rest) {
    return new NamespacedName(rest.get(0), rest.get(1));
  }

  private static void expect(boolean known) {
    if (!known) {
      throw new ApiException(404, NOWHERE);
    }
  }

  private static Request onlyGet(Request request) {
    return only("GET", request);
  }

  private static Request onlyPost(Request request) {
    return only("POST", request);
  }

  private static Request only(String method, Request request) {
    if (!request.method().equals(method)) {
      throw ApiException.wrongMethod(
          "found %s, expected %s".formatted(request.method(), method), method);
    }
    return request;
  }
}
