/// What users keep: account data, filters, profiles, push rules.
@NullMarked
package org.ashlar.client.rest.user;

import org.jspecify.annotations.NullMarked;
