package org.ashlar.base.log;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Binds SLF4J to [Logging]. SLF4J makes it; nobody else does. There is no MDC: what a line belongs
/// to is its `RequestContext`.
public final class LogProvider implements SLF4JServiceProvider {
  private final Logging logging = new Logging();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter mdc = new NOPMDCAdapter();

  /// For SLF4J.
  public LogProvider() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return logging;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return mdc;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {
    logging.bridge();
  }
}
