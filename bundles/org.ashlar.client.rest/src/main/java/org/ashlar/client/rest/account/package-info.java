/// Accounts: registration, login, sessions, devices.
@NullMarked
package org.ashlar.client.rest.account;

import org.jspecify.annotations.NullMarked;
