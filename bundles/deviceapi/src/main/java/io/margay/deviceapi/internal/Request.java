package io.margay.deviceapi.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, taken apart and decoded.
 *
 * @param method GET or POST
 * @param path the segments of the path
 * @param parameters those of the query
 * @param body the JSON object of a POST; empty for a GET
 */
record Request(
    String method,
    List<String> path,
    Map<String, String> parameters,
    Map<String, @Nullable Object> body) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  boolean isPost() {
    return method.equals("POST");
  }

  /** How old a value may be: {@code ?maxAge=}, in milliseconds; the device is asked without it. */
  Duration maxAge() {
    return Duration.ofMillis(number("maxAge", 0, 86_400_000));
  }

  /** A whole number of the query. */
  int number(String parameter, int otherwise, int most) {
    String text = parameters.get(parameter);
    if (text == null) {
      return otherwise;
    }
    int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (number < 0 || number > most) {
      throw new ApiException(
          400,
          "%s: found %s, expected a whole number from 0 to %d"
              .formatted(parameter, Shown.text(text), most));
    }
    return number;
  }

  /** Refuses parameters of other names, which a spelling mistake may have made. */
  Request allowing(String... names) {
    for (String name : parameters.keySet()) {
      if (!Set.of(names).contains(name)) {
        throw new ApiException(
            400,
            "query: found %s, expected %s"
                .formatted(
                    Shown.text(name), names.length == 0 ? "nothing" : String.join(" or ", names)));
      }
    }
    return this;
  }

  /** Refuses fields of other names in the body. */
  void onlyField(String name) {
    for (String field : body.keySet()) {
      if (!field.equals(name)) {
        throw new ApiException(
            400, "body: found the field %s, expected %s".formatted(Shown.text(field), name));
      }
    }
  }
}
