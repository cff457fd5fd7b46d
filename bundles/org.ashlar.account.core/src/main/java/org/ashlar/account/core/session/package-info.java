/// Sessions: tokens, devices, who a token belongs to.
@NullMarked
package org.ashlar.account.core.session;

import org.jspecify.annotations.NullMarked;
