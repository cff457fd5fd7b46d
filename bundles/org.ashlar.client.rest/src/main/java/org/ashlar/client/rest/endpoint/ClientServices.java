package org.ashlar.client.rest.endpoint;

import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.stream.StreamHub;

/// The gates to all that endpoints call.
///
/// @param accounts users, tokens, devices
/// @param userData account data, filters, receipts, profiles
/// @param hub positions and typing users
public record ClientServices(
    Gate<Accounts> accounts, Gate<UserData> userData, Gate<StreamHub> hub) {
  /// Makes the gates, without candidates.
  ///
  /// @param selections where gates come from
  /// @return the gates
  public static ClientServices of(Selections selections) {
    return new ClientServices(
        selections.gate(Accounts.class),
        selections.gate(UserData.class),
        selections.gate(StreamHub.class));
  }
}
