/// The services of Parley as this program knows them: a name enters, how to start and to check it leaves.
@NullMarked
package io.parley.standalone.service;

import org.jspecify.annotations.NullMarked;
