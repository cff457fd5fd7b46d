package org.ashlar.swap.fake;

import java.util.concurrent.CountDownLatch;
import org.ashlar.base.gate.SwapClass;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.swap.greeting.Greeting;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/// A bundle under test; its manifest says how it behaves.
public final class FakeActivator implements BundleActivator {
  private FakeGreeting greeting;
  private ServiceRegistration<?> registration;

  @Override
  public void start(BundleContext context) {
    String mode = context.getBundle().getHeaders().get("Fake-Mode");
    greeting = new FakeGreeting(context.getBundle().getVersion().toString(), mode);
    if (mode.equals("start fails")) {
      throw new IllegalStateException("no licence");
    }
    if (mode.equals("no service")) {
      return;
    }
    registration =
        context.registerService(
            new String[] {Greeting.class.getName(), SwapParticipant.class.getName()},
            greeting,
            null);
  }

  @Override
  public void stop(BundleContext context) {
    greeting.closed = true;
    if (registration != null) {
      registration.unregister();
    }
  }

  /// Fails when it is called although it is not prepared, or closed, or without its role.
  private static final class FakeGreeting implements Greeting, SwapParticipant {
    private final String version;
    private final String mode;
    private volatile boolean prepared;
    private volatile boolean role;
    private volatile boolean closed;

    FakeGreeting(String version, String mode) {
      this.version = version;
      this.mode = mode;
    }

    @Override
    public String greet(String name) {
      if (!prepared || closed || swapClass() == SwapClass.B && !role) {
        throw new IllegalStateException(version + " may not be called");
      }
      try {
        Thread.sleep(name.equals("slowly") ? 300 : 2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (closed) {
        throw new IllegalStateException(version + " was closed during a call");
      }
      return version;
    }

    @Override
    public void prepare() {
      if (mode.equals("prepare fails")) {
        throw new IllegalStateException("no table");
      }
      if (mode.equals("prepare hangs")) {
        awaitForever();
      }
      prepared = true;
    }

    @Override
    public void probe() {
      if (mode.equals("probe fails")) {
        throw new IllegalStateException("wrong answer");
      }
    }

    @Override
    public void activateRole() {
      if (mode.equals("role fails")) {
        throw new IllegalStateException("the lock is taken");
      }
      role = true;
    }

    @Override
    public void releaseRole() {
      role = false;
    }

    @Override
    public void resumeRole() {
      role = true;
    }

    @Override
    public SwapClass swapClass() {
      return mode.startsWith("role") ? SwapClass.B : SwapClass.A;
    }

    private static void awaitForever() {
      while (true) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          // A bundle that does not even end when it is interrupted.
        }
      }
    }
  }
}
