package org.ashlar.store.postgres;

/// All rows of one commit, by table. Each component's accessors give one array per column, of equal
/// lengths, in the order in which they are unnested.
record BatchRows(
    Advance advance,
    HeadRows heads,
    EventRows events,
    TransactionRows transactions,
    StateRows state,
    MemberRows members,
    SummaryRows summaries,
    AnnotationRows annotations,
    RedactionRows redactions,
    GraphRows graph,
    PartialRows partial) {

  /// Whether nothing but plain messages is in it, which needs fewer statements.
  boolean isPlain() {
    return state.isEmpty()
        && members.isEmpty()
        && summaries.isEmpty()
        && annotations.isEmpty()
        && redactions.isEmpty()
        && graph.isEmpty()
        && partial.isEmpty()
        && heads.created().nids().length == 0;
  }

  /// The numbers of the writer after the commit.
  ///
  /// @param commit the number of commits before it
  record Advance(int writer, long commit, Numbers after) {}
}
