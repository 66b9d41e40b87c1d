package io.margay.webconsole.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one user into the Web Console, and nobody before a password is set.
 *
 * <p>The framework property {@code felix.webconsole.security.providers} makes the console wait for
 * this service and refuse its own login. That one cannot be made safe by configuration: settings of
 * the console without a password bring {@code admin/admin} back.
 */
@Component(
    service = SecurityProvider.class,
    configurationPid = "io.margay.webconsole",
    property = SecurityProvider.PROPERTY_ID + "=io.margay.webconsole")
@Designate(ocd = WebConsoleConfig.class)
public final class ConsoleSecurity implements SecurityProvider {
  private static final Logger LOG = LoggerFactory.getLogger("margay.webconsole");

  private final Optional<Login> login;

  /** Reads the login; a missing or unreadable password is told and locks the console. */
  @Activate
  public ConsoleSecurity(WebConsoleConfig config) {
    this.login = login(config);
  }

  private static Optional<Login> login(WebConsoleConfig config) {
    if (config.password().isEmpty()) {
      LOG.warn(
          "nobody can log in to the Web Console: conf/io.margay.webconsole.cfg has no password,"
              + " extras/web-console/README.md says how to set one");
      return Optional.empty();
    }
    try {
      return Optional.of(new Login(config.user(), PasswordHash.parse(config.password())));
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "nobody can log in to the Web Console: conf/io.margay.webconsole.cfg: {}",
          e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public @Nullable Object authenticate(HttpServletRequest request, HttpServletResponse response) {
    if (comesFromAnotherSite(request)) {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      return null;
    }
    if (login.isPresent() && login.get().allows(request.getHeader("Authorization"))) {
      return login.get().user();
    }
    response.setHeader("WWW-Authenticate", "Basic realm=\"Margay\", charset=\"UTF-8\"");
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    return null;
  }

  /**
   * Whether the page of another server sent the browser here. A browser adds the password to such a
   * request as well, and the console would install what that page wants.
   */
  private static boolean comesFromAnotherSite(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    return origin != null && !origin.endsWith("://" + request.getHeader("Host"));
  }

  /** Who is let in may do everything. */
  @Override
  public boolean authorize(Object user, String role) {
    return true;
  }

  /** Basic knows no logout: the browser forgets the password when it is closed. */
  @Override
  public void logout(HttpServletRequest request, HttpServletResponse response) {}
}
