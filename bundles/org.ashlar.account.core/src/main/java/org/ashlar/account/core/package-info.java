/// Registration, login, tokens, passwords, devices.
@NullMarked
package org.ashlar.account.core;

import org.jspecify.annotations.NullMarked;
