package io.margay.meta.internal;

import io.margay.meta.MetaStore;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import io.margay.meta.Watch;
import io.margay.meta.WatchEvent;
import io.margay.meta.WatchListener;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell's window on what changes: {@code meta:watch}. */
@Component(
    service = WatchCommand.class,
    property = {"osgi.command.scope=meta", "osgi.command.function=watch"})
public final class WatchCommand {
  private static final int MOST_LINES_WAITING = 1000;
  private final MetaStore store;
  private final StoreInspector inspector;

  @Activate
  public WatchCommand(@Reference MetaStore store, @Reference StoreInspector inspector) {
    this.store = store;
    this.inspector = inspector;
  }

  @Descriptor(
      "Prints what is there and what changes, until interrupted. Example: meta:watch Device")
  public void watch(
      CommandSession session,
      @Descriptor("Only with these labels, as kubectl takes them: 'line=1,zone in (a,b)'")
          @Parameter(
              names = {"-l", "--labels"},
              absentValue = "")
          String labels,
      @Descriptor("Only with these fields: 'metadata.namespace=default,spec.protocol!=modbus'")
          @Parameter(
              names = {"-f", "--fields"},
              absentValue = "")
          String fields,
      @Descriptor("End after so many lines")
          @Parameter(
              names = {"-n", "--count"},
              absentValue = "0")
          int count,
      @Descriptor("Kind, or apiVersion/Kind where there is none yet") String kind) {
    Selector selector = Selector.ALL.withLabels(labels).withFields(fields);
    PrintStream console = session.getConsole();
    Lines lines = new Lines();
    List<Watch> watches = new ArrayList<>();
    try {
      for (ResourceType type : types(kind)) {
        watches.add(store.watch(type, selector, 0, lines));
      }
      int left = count > 0 ? count : Integer.MAX_VALUE;
      while (left > 0 && !console.checkError()) {
        String line = lines.waiting.poll(1, TimeUnit.SECONDS);
        if (line != null) {
          console.println(line);
          left--;
        } else if (lines.end != null) {
          console.println("The watch has ended: " + lines.end);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watches.forEach(Watch::close);
    }
  }

  private List<ResourceType> types(String kind) {
    int slash = kind.lastIndexOf('/');
    if (slash > 0) {
      return List.of(ResourceType.of(kind.substring(0, slash), kind.substring(slash + 1)));
    }
    List<ResourceType> types = inspector.typesOf(kind);
    if (types.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no " + kind + " yet; name its type as apiVersion/Kind to wait for the first");
    }
    return types;
  }

  /** Keeps what is to be shown, so that a slow terminal holds no thread of the store. */
  private static final class Lines implements WatchListener {
    final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_LINES_WAITING);
    volatile @Nullable String end;

    @Override
    public void onEvents(List<WatchEvent> events) {
      for (WatchEvent event : events) {
        String line = line(event);
        if (end == null && !line.isEmpty() && !waiting.offer(line)) {
          end = "changes came faster than they were shown";
        }
      }
    }

    @Override
    public void onCut(String reason) {
      end = reason;
    }

    private static String line(WatchEvent event) {
      if (event instanceof WatchEvent.Updated updated) {
        return String.format(
            "%d updated %s by %s",
            event.revision(), updated.resource().key(), updated.resource().owner());
      }
      return event instanceof WatchEvent.Deleted deleted
          ? String.format("%d deleted %s", event.revision(), deleted.last().key())
          : "";
    }
  }
}
