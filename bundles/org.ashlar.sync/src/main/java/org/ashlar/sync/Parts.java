package org.ashlar.sync;

import java.time.InstantSource;
import org.ashlar.base.task.Tasks;

/// What answers are made with; shared by all requests.
record Parts(
    Sources sources,
    Memberships memberships,
    AccountDataReader accountData,
    Ephemerals ephemerals,
    PresenceReader presence,
    Unreads unreads,
    DraftReader drafts,
    EntryWriter writer,
    ToldMembers told) {
  static Parts of(Sources sources, InstantSource clock, Tasks tasks) {
    Memberships memberships = new Memberships(sources);
    ToldMembers told = new ToldMembers();
    return new Parts(
        sources,
        memberships,
        new AccountDataReader(sources),
        new Ephemerals(sources),
        new PresenceReader(sources, memberships, clock),
        new Unreads(sources),
        new DraftReader(
            sources,
            new TimelineReader(sources),
            new Summaries(sources, tasks),
            new LazyMembers(sources, told)),
        new EntryWriter(sources, clock),
        told);
  }
}
