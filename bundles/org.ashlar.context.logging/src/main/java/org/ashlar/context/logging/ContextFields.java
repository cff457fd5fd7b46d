package org.ashlar.context.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.base.install.Installation;
import org.ashlar.base.log.LogEnricher;
import org.ashlar.base.log.LogLine;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// Adds to a line what its context is about: who asks, which room, which bundle speaks, on which
/// node, and the version of this bundle.
///
/// It is given the line alone, so nothing that it does can hold up or break a request.
@Component(service = LogEnricher.class, immediate = true)
public final class ContextFields implements LogEnricher {
  private static final Pattern ROOM =
      Pattern.compile("/(![A-Za-z0-9._~=+-]+(?::[A-Za-z0-9.:-]+)?)");

  private final BundleContext context;
  private final String version;
  private final BundleListener listener = this::changed;
  private volatile @Nullable BundleNames bundles;
  private volatile @Nullable Installation installation;

  /// @param context tells this bundle's version and which others there are
  @Activate
  public ContextFields(BundleContext context) {
    this.context = context;
    this.version = context.getBundle().getVersion().toString();
    context.addBundleListener(listener);
  }

  /// Lines before the configuration is read name no node.
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindInstallation(Installation service) {
    installation = service;
  }

  void unbindInstallation(Installation service) {
    if (installation == service) {
      installation = null;
    }
  }

  @Deactivate
  void deactivate() {
    context.removeBundleListener(listener);
  }

  @Override
  public Map<String, String> fields(LogLine line) {
    Map<String, String> fields = new LinkedHashMap<>();
    put("user", line.caller(), fields);
    put("room", room(line), fields);
    put("bundle", line.bundle() == null ? names().of(line.logger()) : line.bundle(), fields);
    Installation here = installation;
    put("node", here == null ? null : here.node(), fields);
    fields.put("enricher", version);
    return fields;
  }

  /// A context for one room of several bears it in its id.
  private static @Nullable String room(LogLine line) {
    Matcher room = ROOM.matcher(line.contextId());
    return room.find() ? room.group(1) : line.room();
  }

  private static void put(String name, @Nullable String value, Map<String, String> fields) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private BundleNames names() {
    BundleNames known = bundles;
    if (known == null) {
      known = new BundleNames(context.getBundles());
      bundles = known;
    }
    return known;
  }

  private void changed(BundleEvent event) {
    if (event.getType() == BundleEvent.INSTALLED || event.getType() == BundleEvent.UNINSTALLED) {
      bundles = null;
    }
  }
}
