/// The stand-in model: requests of the OpenAI API enter, answers made from nothing but the request leave.
@NullMarked
package io.parley.standalone.model;

import org.jspecify.annotations.NullMarked;
