/// Who did what: the audit log, which is durable before an act is answered.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.base.audit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
