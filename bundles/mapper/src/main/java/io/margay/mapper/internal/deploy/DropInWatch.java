package io.margay.mapper.internal.deploy;

import io.margay.mapper.internal.work.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Follows the bundles that come from the drop-in folder, and tells what becomes of each.
 *
 * <p>The framework has an event for a bundle that starts, but none for one that cannot. So a bundle
 * that came or changed is looked at again a moment later; if it does not run then, its missing
 * requirements are told, or the reason why it does not start.
 */
public final class DropInWatch implements BundleListener {
  /** Takes what there is to tell. */
  public interface Teller {
    /** Something went as it should. */
    void good(String line);

    /** Something needs a person's eye. */
    void bad(String line);
  }

  private static final long PATIENCE_MILLIS = 1_000;

  private final BundleContext context;
  private final Origins origins;
  private final Time time;
  private final Executor workers;
  private final Teller teller;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, DropIn> dropIns = new TreeMap<>();

  DropInWatch(BundleContext context, Origins origins, Time time, Executor workers, Teller teller) {
    this.context = context;
    this.origins = origins;
    this.time = time;
    this.workers = workers;
    this.teller = teller;
  }

  /** Begins to follow, those included that are there already. */
  public void start() {
    context.addBundleListener(this);
    for (Bundle bundle : context.getBundles()) {
      origins.of(bundle).ifPresent(name -> came(bundle, name, "installed"));
    }
  }

  /** Follows no more. */
  public void stop() {
    context.removeBundleListener(this);
  }

  /** What does not run though it should. */
  public List<Broken> broken() {
    lock.lock();
    try {
      List<Broken> broken = new ArrayList<>();
      for (DropIn dropIn : dropIns.values()) {
        if (dropIn.trouble != null) {
          broken.add(new Broken(dropIn.bundle, dropIn.name, dropIn.trouble));
        }
      }
      return broken;
    } finally {
      lock.unlock();
    }
  }

  /** A drop-in that does not run, and why. */
  public record Broken(Bundle bundle, String file, String trouble) {}

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    origins.of(bundle).ifPresent(name -> changed(bundle, name, event.getType()));
  }

  private void changed(Bundle bundle, String name, int type) {
    switch (type) {
      case BundleEvent.INSTALLED -> came(bundle, name, "installed");
      case BundleEvent.UPDATED -> came(bundle, name, "updated");
      case BundleEvent.UNRESOLVED -> lookLater(bundle);
      case BundleEvent.STARTED, BundleEvent.LAZY_ACTIVATION -> started(bundle);
      case BundleEvent.UNINSTALLED -> gone(bundle, name);
      default -> {}
    }
  }

  private void came(Bundle bundle, String name, String how) {
    lock.lock();
    try {
      DropIn before = dropIns.get(bundle.getBundleId());
      DropIn dropIn = new DropIn(bundle, name, how, before == null ? null : before.version);
      dropIns.put(bundle.getBundleId(), dropIn);
    } finally {
      lock.unlock();
    }
    lookLater(bundle);
  }

  private void lookLater(Bundle bundle) {
    time.after(
        TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS), () -> workers.execute(() -> look(bundle)));
  }

  private void started(Bundle bundle) {
    withDropIn(
        bundle,
        dropIn -> {
          if (!dropIn.announced) {
            dropIn.announced = true;
            teller.good(dropIn.name + ": " + dropIn.success());
          }
          dropIn.trouble = null;
        });
  }

  private void gone(Bundle bundle, String name) {
    lock.lock();
    try {
      dropIns.remove(bundle.getBundleId());
    } finally {
      lock.unlock();
    }
    origins.gone(bundle.getLocation());
    teller.good(name + ": " + bundle.getSymbolicName() + " " + bundle.getVersion() + " removed");
  }

  private void look(Bundle bundle) {
    int state = bundle.getState();
    if (state == Bundle.ACTIVE || (state == Bundle.STARTING && isLazy(bundle))) {
      started(bundle);
    } else if (state == Bundle.STARTING) {
      lookLater(bundle);
    } else if (state == Bundle.INSTALLED) {
      List<String> missing =
          new Requirements(context.getBundle(0).adapt(FrameworkWiring.class), context.getBundles())
              .missing(bundle);
      trouble(
          bundle,
          "does not resolve: "
              + (missing.isEmpty() ? startFailure(bundle) : String.join("; ", missing)));
    } else if (state == Bundle.RESOLVED && !isFragment(bundle) && neverStarted(bundle)) {
      String failure = startFailure(bundle);
      if (!failure.isEmpty()) {
        trouble(bundle, "does not start: " + failure);
      }
    }
  }

  /** Starts the bundle, as the drop-in folder means it to be, since only that gives the reason. */
  private static String startFailure(Bundle bundle) {
    try {
      bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
      return "";
    } catch (BundleException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return e.getType() == BundleException.ACTIVATOR_ERROR
          ? cause.toString()
          : String.valueOf(e.getMessage());
    } catch (IllegalStateException goneMeanwhile) {
      return "";
    }
  }

  private void trouble(Bundle bundle, String trouble) {
    withDropIn(
        bundle,
        dropIn -> {
          if (bundle.getState() == Bundle.ACTIVE || trouble.equals(dropIn.trouble)) {
            return;
          }
          dropIn.trouble = trouble;
          teller.bad(
              dropIn.name
                  + ": "
                  + bundle.getSymbolicName()
                  + " "
                  + bundle.getVersion()
                  + " "
                  + trouble
                  + "; nothing else is affected");
        });
  }

  private boolean neverStarted(Bundle bundle) {
    boolean[] never = new boolean[1];
    withDropIn(bundle, dropIn -> never[0] = !dropIn.announced);
    return never[0];
  }

  private void withDropIn(Bundle bundle, Consumer<DropIn> action) {
    lock.lock();
    try {
      DropIn dropIn = dropIns.get(bundle.getBundleId());
      if (dropIn != null) {
        action.accept(dropIn);
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isLazy(Bundle bundle) {
    return bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
  }

  private static boolean isFragment(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  /** What is known of one drop-in. Guarded by the lock. */
  private static final class DropIn {
    private final Bundle bundle;
    private final String name;
    private final String how;
    private final String version;
    private final @Nullable String versionBefore;
    private boolean announced;
    private @Nullable String trouble;

    private DropIn(Bundle bundle, String name, String how, @Nullable String versionBefore) {
      this.bundle = bundle;
      this.name = name;
      this.how = how;
      this.version = bundle.getVersion().toString();
      this.versionBefore = versionBefore;
    }

    private String success() {
      if (how.equals("updated") && versionBefore != null) {
        return bundle.getSymbolicName() + " updated to " + version + " and active";
      }
      return bundle.getSymbolicName() + " " + version + " installed and active";
    }
  }
}
