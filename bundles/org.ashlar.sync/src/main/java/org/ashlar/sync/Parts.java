package org.ashlar.sync;

import java.time.InstantSource;

/// What answers are made with; shared by all requests.
record Parts(
    Sources sources,
    Memberships memberships,
    AccountDataReader accountData,
    Ephemerals ephemerals,
    RoomReader reader,
    RoomSection sections,
    LeftRooms left) {
  static Parts of(Sources sources, InstantSource clock) {
    RoomReader reader = new RoomReader(sources);
    RoomSection sections =
        new RoomSection(
            new EntryWriter(sources, clock), new Summaries(sources), new LazyMembers(sources));
    return new Parts(
        sources,
        new Memberships(sources),
        new AccountDataReader(sources),
        new Ephemerals(sources),
        reader,
        sections,
        new LeftRooms(sources, reader, sections));
  }
}
