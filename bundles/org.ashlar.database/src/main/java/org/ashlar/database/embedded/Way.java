package org.ashlar.database.embedded;

import java.util.ArrayList;
import java.util.List;

/// The programs that can stand in front of PostgreSQL so that it does not run as root.
enum Way {
  /// As we are.
  DIRECT,
  /// Drops to the account.
  DROP,
  /// Drops to the account, but may pass folders that are closed to it.
  DROP_AND_SEARCH,
  /// The same with a broader capability, which containers grant more often.
  DROP_AND_OVERRIDE,
  /// Drops to the account where `setpriv` is missing.
  CHROOT,
  /// In a user namespace of its own PostgreSQL does not see whom it runs as; the files stay ours.
  NAMESPACE;

  /// @param account whom to drop to
  /// @return what comes before the program
  List<String> prefix(Account account) {
    return switch (this) {
      case DIRECT -> List.of();
      case DROP -> drop(account);
      case DROP_AND_SEARCH -> keeping(account, "dac_read_search");
      case DROP_AND_OVERRIDE -> keeping(account, "dac_override");
      case CHROOT ->
          List.of(
              "chroot",
              "--userspec=" + account.uid() + ":" + account.gid(),
              "--groups=" + account.gid(),
              "/");
      case NAMESPACE -> List.of("unshare", "-U");
    };
  }

  private static List<String> drop(Account account) {
    return List.of(
        "setpriv",
        "--reuid=" + account.uid(),
        "--regid=" + account.gid(),
        "--clear-groups",
        "--no-new-privs");
  }

  private static List<String> keeping(Account account, String capability) {
    List<String> prefix = new ArrayList<>(drop(account));
    // Else access(2), with which PostgreSQL looks for its own files, would not count the
    // capability.
    prefix.add("--securebits=+no_setuid_fixup");
    prefix.add("--inh-caps=+" + capability);
    prefix.add("--ambient-caps=+" + capability);
    return prefix;
  }
}
