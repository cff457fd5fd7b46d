package org.ashlar.sync;

import java.time.Clock;
import java.time.InstantSource;
import org.ashlar.account.UserData;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.task.Tasks;
import org.ashlar.presence.Presence;
import org.ashlar.push.UnreadCounts;
import org.ashlar.room.RoomViews;
import org.ashlar.store.EventStore;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.SyncOutcome;
import org.ashlar.stream.SyncRequest;
import org.ashlar.stream.SyncService;
import org.ashlar.stream.SyncToken;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers `/sync` from positions: what the hub has not seen changing is not read.
@Component(service = SyncService.class, immediate = true)
public final class StreamSyncService implements SyncService {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSyncService.class);

  private final String revision;
  private final Sources sources;
  private final Filters filters;
  private final Positions positions;
  private final Tasks tasks = new Tasks("sync");
  private final Parts parts;

  /// @param context the bundle whose version is the revision
  /// @param selections where gates come from
  @Activate
  public StreamSyncService(BundleContext context, @Reference Selections selections) {
    this(context.getBundle().getVersion().toString(), Sources.of(selections), Clock.systemUTC());
  }

  StreamSyncService(String revision, Sources sources, InstantSource clock) {
    this.revision = revision;
    this.sources = sources;
    this.filters = new Filters(sources);
    this.positions = new Positions(sources);
    this.parts = Parts.of(sources, clock, tasks);
  }

  @Deactivate
  void deactivate() {
    tasks.close();
  }

  @Override
  public SyncOutcome sync(SyncRequest request) {
    String from = request.resume() == null ? request.since() : request.resume();
    SyncToken since = from == null ? null : SyncToken.parse(from);
    SyncFilter filter = filters.of(request.user(), request.filter());
    SyncToken now = positions.now(since);
    if (since != null) {
      Positions.requirePast(since, now);
    }
    Window window = new Window(request, since, now, filter);
    AnswerComposer composer = new AnswerComposer(parts, window);
    SyncAnswer answer = composer.compose();
    String next = now.encode();
    if (answer.isEmpty() && since != null && request.mayWait() && !request.fullState()) {
      return new SyncOutcome.Waiting(parts.memberships().joined(window).wakeKeys(), next);
    }
    parts.told().tell(composer.told(), next, window);
    byte[] written = answer.write(next);
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "Answered {} from {} to {}: {}, {} bytes",
          request.user(),
          from == null ? "the start" : from,
          next,
          answer.extent(),
          written.length);
    }
    return new SyncOutcome.Answer(written);
  }

  @Override
  public String revision() {
    return revision;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<EventStore> reference, EventStore service) {
    sources.store().bind(reference, service);
  }

  void unbindStore(ServiceReference<EventStore> reference, EventStore service) {
    sources.store().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindViews(ServiceReference<RoomViews> reference, RoomViews service) {
    sources.views().bind(reference, service);
  }

  void unbindViews(ServiceReference<RoomViews> reference, RoomViews service) {
    sources.views().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    sources.hub().bind(reference, service);
  }

  void unbindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    sources.hub().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindUserData(ServiceReference<UserData> reference, UserData service) {
    sources.userData().bind(reference, service);
  }

  void unbindUserData(ServiceReference<UserData> reference, UserData service) {
    sources.userData().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindPresence(ServiceReference<Presence> reference, Presence service) {
    sources.presence().bind(reference, service);
  }

  void unbindPresence(ServiceReference<Presence> reference, Presence service) {
    sources.presence().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindCounts(ServiceReference<UnreadCounts> reference, UnreadCounts service) {
    sources.counts().bind(reference, service);
  }

  void unbindCounts(ServiceReference<UnreadCounts> reference, UnreadCounts service) {
    sources.counts().unbind(reference, service);
  }
}
