/// Room state: the persistent trie, its nodes and the resolver service.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.state;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
