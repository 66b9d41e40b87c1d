package io.margay.edged.engine;

/** An engine did not do what it was asked. The message is fit for a pod's status. */
public abstract sealed class EngineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private EngineException(String message, Throwable cause) {
    super(message, cause);
  }

  private EngineException(String message) {
    super(message);
  }

  /** The engine does not answer, or not in time: nobody knows whether it was done. Ask later. */
  public static final class Unavailable extends EngineException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
      super(message);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The sandbox, container or image does not exist. */
  public static final class NotFound extends EngineException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      super(message);
    }
  }

  /** This engine has no such function. */
  public static final class Unimplemented extends EngineException {
    private static final long serialVersionUID = 1L;

    public Unimplemented(String message) {
      super(message);
    }
  }

  /** The engine refused or failed; the same request will fail again unless something changes. */
  public static final class Failed extends EngineException {
    private static final long serialVersionUID = 1L;

    public Failed(String message) {
      super(message);
    }

    public Failed(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
