package org.ashlar.base.log;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;
import org.osgi.service.log.LoggerFactory;
import org.slf4j.ILoggerFactory;
import org.slf4j.event.Level;

/// Takes what the framework's services have to say, declarative services above all, into the log of
/// the server; without it they print to the console as they like. Any thread.
@Component(service = LoggerFactory.class, immediate = true)
public final class FrameworkLoggers implements LoggerFactory {
  private final ILoggerFactory log;

  /// Writes to the log that SLF4J is bound to.
  @Activate
  public FrameworkLoggers() {
    this(org.slf4j.LoggerFactory.getILoggerFactory());
  }

  FrameworkLoggers(ILoggerFactory log) {
    this.log = log;
  }

  @Override
  public Logger getLogger(String name) {
    return getLogger(name, Logger.class);
  }

  @Override
  public Logger getLogger(Class<?> type) {
    return getLogger(type.getName(), Logger.class);
  }

  @Override
  public <L extends Logger> L getLogger(Class<?> type, Class<L> loggerType) {
    return getLogger(type.getName(), loggerType);
  }

  @Override
  public <L extends Logger> L getLogger(Bundle bundle, String name, Class<L> loggerType) {
    return typed(
        log instanceof Logging house
            ? house.getLogger(name, bundle.getSymbolicName())
            : log.getLogger(name),
        loggerType);
  }

  @Override
  public <L extends Logger> L getLogger(String name, Class<L> loggerType) {
    return typed(log.getLogger(name), loggerType);
  }

  private static <L extends Logger> L typed(org.slf4j.Logger target, Class<L> loggerType) {
    var loader = loggerType.getClassLoader();
    return loggerType.cast(
        Proxy.newProxyInstance(loader, new Class<?>[] {loggerType}, new Target(target)));
  }

  /// Maps the some forty methods of a logger, which differ in level and number of arguments only.
  private record Target(org.slf4j.Logger log) implements InvocationHandler {

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
        throws Throwable {
      var name = method.getName();
      switch (name) {
        case "getName", "toString":
          return log.getName();
        case "hashCode":
          return System.identityHashCode(proxy);
        case "equals":
          return args != null && proxy == args[0];
        default:
      }
      if (name.startsWith("is")) {
        return log.isEnabledForLevel(level(name.substring(2)));
      }
      if (args != null && log.isEnabledForLevel(level(name))) {
        log((Logger) proxy, level(name), args);
      }
      return null;
    }

    private void log(Logger proxy, Level level, Object[] args) throws Exception {
      if (args[0] instanceof LoggerConsumer<?> consumer) {
        @SuppressWarnings("unchecked")
        var writer = (LoggerConsumer<Exception>) consumer;
        writer.accept(proxy);
        return;
      }
      var event = log.atLevel(level).setMessage(String.valueOf(args[0]));
      for (int i = 1; i < args.length; i++) {
        if (args[i] instanceof Object[] several) {
          for (var argument : several) {
            event =
                argument instanceof Throwable e ? event.setCause(e) : event.addArgument(argument);
          }
        } else {
          event = args[i] instanceof Throwable e ? event.setCause(e) : event.addArgument(args[i]);
        }
      }
      event.log();
    }

    private static Level level(String method) {
      return switch (method.replace("Enabled", "").toLowerCase(Locale.ROOT)) {
        case "trace" -> Level.TRACE;
        case "debug" -> Level.DEBUG;
        case "warn" -> Level.WARN;
        case "error" -> Level.ERROR;
        default -> Level.INFO;
      };
    }
  }
}
