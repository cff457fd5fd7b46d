/// The rules of the house. Each rule is a function from the built project to a list of breaches,
/// with a test that the project has none and a test that a planted breach is found.
@NullMarked
package org.ashlar.architecture;

import org.jspecify.annotations.NullMarked;
