package io.margay.itest.onvif;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;

/** {@code counterparties/rtsp_server.py}: a stream of GStreamer's server that wants a user. */
public final class RtspServer implements AutoCloseable {
  private final RunningProgram program;
  private final int port;

  private RtspServer(RunningProgram program) {
    this.program = program;
    this.port = OnvifCamera.listeningPort(program);
  }

  public static RtspServer start(String user, String password) {
    if (RunningProgram.run(
                Program.GSTREAMER.path(),
                "-c",
                "import gi; gi.require_version('GstRtspServer', '1.0')")
            .exitCode()
        != 0) {
      throw Program.GSTREAMER.missing();
    }
    return new RtspServer(OnvifCamera.run("rtsp-server", "rtsp_server.py", user, password));
  }

  public String uri() {
    return "rtsp://127.0.0.1:" + port + "/main";
  }

  @Override
  public void close() {
    program.close();
  }
}
