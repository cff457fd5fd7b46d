package org.ashlar.directory.core;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.Installation;
import org.ashlar.directory.AliasTarget;
import org.ashlar.directory.Directory;
import org.ashlar.directory.DirectoryStore;
import org.ashlar.directory.PublicRoomsPage;
import org.ashlar.directory.PublicRoomsQuery;
import org.ashlar.directory.StoredAlias;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomViews;
import org.ashlar.room.Rooms;
import org.ashlar.store.EventStore;
import org.ashlar.store.RoomHead;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The aliases and the public list of this server. Keeps nothing in memory but the configuration.
@Component(
    service = Directory.class,
    immediate = true,
    configurationPid = DirectoryOptions.DIRECTORY_PID)
public final class LocalDirectory implements Directory {
  private final Gate<DirectoryStore> aliases;
  private final Gate<EventStore> store;
  private final Gate<RoomViews> views;
  private final Gate<Rooms> rooms;
  private final ServerName server;
  private final RoomFacts facts;
  private final CanonicalAlias canonical;
  private final PublicList list;
  private volatile DirectorySettings settings;

  /// @param selections where gates come from
  /// @param installation whose aliases they are
  /// @param options the section `directory`
  @Activate
  public LocalDirectory(
      @Reference Selections selections,
      @Reference Installation installation,
      DirectoryOptions options) {
    this(selections, installation.serverName(), DirectorySettings.of(options));
  }

  LocalDirectory(Selections selections, ServerName server, DirectorySettings settings) {
    this.server = server;
    this.settings = settings;
    aliases = selections.gate(DirectoryStore.class);
    store = selections.gate(EventStore.class);
    views = selections.gate(RoomViews.class);
    rooms = selections.gate(Rooms.class);
    facts = new RoomFacts(store, views);
    canonical = new CanonicalAlias(views, rooms);
    list = new PublicList(store);
  }

  @Modified
  void modified(DirectoryOptions options) {
    apply(DirectorySettings.of(options));
  }

  void apply(DirectorySettings newSettings) {
    settings = newSettings;
  }

  @Override
  public Optional<AliasTarget> resolve(RoomAlias alias) {
    return alias.server().equals(server)
        ? aliases
            .call(s -> s.alias(alias))
            .map(known -> new AliasTarget(known.room(), List.of(server)))
        : Optional.empty();
  }

  @Override
  public void create(Requester requester, RoomAlias alias, RoomId room) {
    checkName(alias);
    Optional<RoomHead> head = facts.head(room);
    if (settings.anyoneNames()) {
      facts.required(room);
    } else if (head.isEmpty() || !facts.isJoined(head.get(), requester.user())) {
      throw MatrixException.forbidden("Only a member of the room may give it an alias.");
    }
    if (!aliases.call(s -> s.createAlias(new StoredAlias(alias, room, requester.user())))) {
      throw new MatrixException(
          ErrorCode.UNKNOWN, 409, "The alias " + alias.value() + " exists already.");
    }
  }

  @Override
  public boolean claim(UserId creator, RoomAlias alias, RoomId room) {
    checkName(alias);
    return aliases.call(s -> s.createAlias(new StoredAlias(alias, room, creator)));
  }

  @Override
  public void release(RoomAlias alias, RoomId room) {
    aliases.run(s -> s.deleteAlias(alias, room));
  }

  /// @spec https://spec.matrix.org/v1.19/appendices/#room-aliases Room aliases
  private void checkName(RoomAlias alias) {
    if (!alias.server().equals(server)) {
      throw MatrixException.invalidParam(
          "Only aliases of this server, such as #name:" + server.value() + ", can be made here.");
    }
    if (alias.value().startsWith("#:")) {
      throw MatrixException.invalidParam("An alias has a name between # and the colon.");
    }
  }

  @Override
  public void delete(Requester requester, boolean admin, RoomAlias alias) {
    StoredAlias known =
        aliases
            .call(s -> s.alias(alias))
            .orElseThrow(
                () -> MatrixException.notFound("There is no alias " + alias.value() + "."));
    if (!admin && !known.creator().equals(requester.user()) && !speaksFor(requester, known)) {
      throw MatrixException.forbidden(
          "Only who made the alias, or may set the room's main alias, may remove it.");
    }
    if (!aliases.call(s -> s.deleteAlias(alias, known.room()))) {
      throw MatrixException.notFound("There is no alias " + alias.value() + ".");
    }
    canonical.forget(requester, known.room(), alias);
  }

  private boolean speaksFor(Requester requester, StoredAlias alias) {
    return facts
        .head(alias.room())
        .filter(head -> facts.maySetCanonicalAlias(head, requester.user()))
        .isPresent();
  }

  @Override
  public List<RoomAlias> aliasesOf(RoomId room) {
    return aliases.call(s -> s.aliasesOf(room));
  }

  @Override
  public List<RoomAlias> aliasesOf(Requester reader, RoomId room) {
    RoomHead head =
        facts.head(room).orElseThrow(() -> MatrixException.forbidden("You are not in this room."));
    if (!facts.isJoined(head, reader.user()) && !facts.isWorldReadable(head)) {
      throw MatrixException.forbidden("You are not in this room.");
    }
    return aliasesOf(room);
  }

  @Override
  public boolean isPublic(RoomId room) {
    RoomHead head = facts.required(room);
    return store.call(s -> s.isPublished(head.room().nid()));
  }

  @Override
  public void setPublic(RoomId room, boolean isPublic) {
    RoomHead head = facts.required(room);
    store.run(s -> s.publish(head.room().nid(), isPublic));
  }

  @Override
  public void setPublic(Requester requester, boolean admin, RoomId room, boolean isPublic) {
    RoomHead head = facts.required(room);
    if (!admin
        && !settings.anyonePublishes()
        && !facts.maySetCanonicalAlias(head, requester.user())) {
      throw MatrixException.forbidden(
          "Only members who may set the room's main alias may change its place in the directory.");
    }
    store.run(s -> s.publish(head.room().nid(), isPublic));
  }

  @Override
  public PublicRoomsPage publicRooms(PublicRoomsQuery query) {
    return list.page(query);
  }

  @Override
  public boolean isListOpen() {
    return settings.listOpen();
  }

  @Override
  public List<RoomAlias> move(RoomId from, RoomId to) {
    List<RoomAlias> moved = aliases.call(s -> s.moveAliases(from, to));
    if (facts.head(from).isPresent() && isPublic(from)) {
      setPublic(to, true);
      setPublic(from, false);
    }
    return moved;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindAliases(ServiceReference<DirectoryStore> reference, DirectoryStore service) {
    aliases.bind(reference, service);
  }

  void unbindAliases(ServiceReference<DirectoryStore> reference, DirectoryStore service) {
    aliases.unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<EventStore> reference, EventStore service) {
    store.bind(reference, service);
  }

  void unbindStore(ServiceReference<EventStore> reference, EventStore service) {
    store.unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindViews(ServiceReference<RoomViews> reference, RoomViews service) {
    views.bind(reference, service);
  }

  void unbindViews(ServiceReference<RoomViews> reference, RoomViews service) {
    views.unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindRooms(ServiceReference<Rooms> reference, Rooms service) {
    rooms.bind(reference, service);
  }

  void unbindRooms(ServiceReference<Rooms> reference, Rooms service) {
    rooms.unbind(reference, service);
  }
}
