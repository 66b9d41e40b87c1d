package io.margay.twin.internal.topic;

import io.margay.twin.internal.Quoted;
import io.margay.twin.internal.RefusedUpdateException;
import java.util.regex.Pattern;

/**
 * The characters that KubeEdge lets into names and values of twins ({@code dttype/types.go}). A
 * value may be empty.
 */
enum TwinAlphabet {
  /** KubeEdge's, for values too. */
  KUBEEDGE,
  /** Any text is a value; a value too long for the node is refused later. */
  ANY_VALUE;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9\\-_.,:/@#]{1,128}");
  private static final Pattern VALUE = Pattern.compile("[a-zA-Z0-9\\-_.,:/@#]{0,512}");

  /** Refuses a name that a property cannot have. */
  static void checkName(String name) throws RefusedUpdateException {
    if (!NAME.matcher(name).matches()) {
      throw new RefusedUpdateException(
          RefusedUpdateException.BAD_REQUEST,
          "twin: found a property called "
              + Quoted.text(name)
              + "; a property name has 1 to 128 letters, digits or -_.,:/@#");
    }
  }

  /** Refuses a value of a field with characters that do not belong there. */
  void checkValue(String field, String value) throws RefusedUpdateException {
    if (this == KUBEEDGE && !VALUE.matcher(value).matches()) {
      throw new RefusedUpdateException(
          RefusedUpdateException.BAD_REQUEST,
          field
              + ": found "
              + Quoted.text(value)
              + ", expected at most 512 letters, digits or -_.,:/@#, or any text if the message"
              + " says \"any_value\":true");
    }
  }
}
