package org.ashlar.itests.spec;

/// The cases of all operations.
final class AllCases {
  private AllCases() {}

  static Cases of() {
    var cases = new Cases();
    ServerCases.add(cases);
    AccountCases.add(cases);
    MembershipCases.add(cases);
    RoomCases.add(cases);
    TimelineCases.add(cases);
    DirectoryCases.add(cases);
    UserCases.add(cases);
    PushCases.add(cases);
    return cases;
  }
}
