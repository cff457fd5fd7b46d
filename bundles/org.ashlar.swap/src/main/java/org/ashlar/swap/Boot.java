package org.ashlar.swap;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.Listening;
import org.ashlar.base.install.Ready;
import org.ashlar.base.install.StartFailure;
import org.ashlar.base.task.Tasks;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the start: says when everything is there and prepared, or what is missing and why.
final class Boot {
  private static final Logger LOG = LoggerFactory.getLogger(Boot.class);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration STUCK = Duration.ofSeconds(60);
  private static final Duration TELL = Duration.ofSeconds(10);
  private static final Duration PATIENCE_AT_START = Duration.ofMinutes(10);

  private final BundleContext context;
  private final Selections selections;
  private final Participants participants;
  private final Components components;
  private final Duration usualPatience;
  private long quietSince = System.nanoTime();
  private long told = System.nanoTime();
  private volatile boolean ended;

  Boot(BundleContext context, Selections selections, Participants participants) {
    this.context = context;
    this.selections = selections;
    this.participants = participants;
    this.components = new Components(context);
    this.usualPatience = selections.patience();
  }

  /// Parts need each other while they are prepared, so calls wait longer until all are.
  void begin(Tasks tasks) {
    selections.patience(PATIENCE_AT_START);
    tasks.background("boot", this::watch);
  }

  boolean hasEnded() {
    return ended;
  }

  private void watch() {
    try {
      while (!look()) {
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      LOG.debug("The house is closed before it was ready", e);
    }
  }

  /// One look; true when there is nothing more to wait for.
  private boolean look() {
    List<String> failed = failed();
    if (!failed.isEmpty()) {
      StartFailure.report(context, "The server cannot start.\n" + String.join("\n", failed));
      return true;
    }
    if (!isStarted()) {
      return false;
    }
    List<String> waiting = components.waiting();
    if (!participants.pending().isEmpty()) {
      quietSince = System.nanoTime();
      tell(participants.pending().stream().map(p -> p.name() + " is being prepared").toList());
    } else if (waiting.isEmpty()) {
      ready();
      return true;
    } else if (since(quietSince).compareTo(STUCK) > 0) {
      StartFailure.report(context, "The server cannot start.\n" + String.join("\n", waiting));
      return true;
    } else {
      tell(waiting);
    }
    return false;
  }

  private List<String> failed() {
    List<String> failed = new ArrayList<>(components.failed());
    for (Participants.Preparation preparation : participants.all()) {
      if (preparation.state() == Participants.State.FAILED) {
        failed.add(preparation.reason());
      }
    }
    return failed;
  }

  private void ready() {
    ended = true;
    selections.patience(usualPatience);
    Instant start = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    Duration time = Duration.between(start, Instant.now());
    context.registerService(Ready.class, new Ready(time), null);
    LOG.info("Ready, {} s after the start{}", time.toMillis() / 1000.0, listening());
  }

  /// Where, for the person who waits for that line.
  private String listening() {
    ServiceReference<Listening> reference = context.getServiceReference(Listening.class);
    Listening listening = reference == null ? null : context.getService(reference);
    if (listening == null) {
      return "";
    }
    try {
      List<String> urls = listening.urls();
      return urls.isEmpty() ? "" : ", on " + String.join(", ", urls);
    } finally {
      context.ungetService(reference);
    }
  }

  private void tell(List<String> sentences) {
    if (since(told).compareTo(TELL) > 0) {
      told = System.nanoTime();
      sentences.forEach(sentence -> LOG.info("Starting: {}", sentence));
    }
  }

  private boolean isStarted() {
    String goal = context.getProperty(Constants.FRAMEWORK_BEGINNING_STARTLEVEL);
    int now = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
    return now >= (goal == null ? 1 : Integer.parseInt(goal));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
