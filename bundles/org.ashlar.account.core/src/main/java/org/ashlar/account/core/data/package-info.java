/// What users keep: account data, receipts, push rules.
@NullMarked
package org.ashlar.account.core.data;

import org.jspecify.annotations.NullMarked;
